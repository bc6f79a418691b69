using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>An EROFS image whose files are not compressed. What is compressed is told, with its metadata.</summary>
internal sealed class ErofsFileSystem : IFileSystem
{
    private readonly ErofsVolume _volume;

    private ErofsFileSystem(ErofsVolume volume) => (_volume, Facts) = (volume, volume.Super.Facts);

    public FileSystemFacts Facts { get; }

    /// <param name="blocks">The image; stays open.</param>
    /// <param name="problems">Told of damage and of what is not understood.</param>
    /// <param name="origin">The image in the evidence.</param>
    /// <exception cref="EvidenceFormatException">Its superblock cannot be used.</exception>
    public static ErofsFileSystem Open(IBlockSource blocks, ProblemLog problems, Origin origin)
    {
        byte[] bytes = new byte[Math.Clamp(blocks.Length - ErofsLayout.SuperOffset, 0, ErofsLayout.SuperBytes)];
        if (bytes.Length > 0)
            blocks.ReadAt(ErofsLayout.SuperOffset, bytes);
        SuperBlock super = SuperBlock.Parse(bytes) ?? throw ErofsProblems.Bad(ErofsProblems.SuperBlock, "there is no superblock of EROFS");
        if (!IsWhole(blocks, super))
            problems.Warn(ErofsProblems.Checksum, origin with { Offset = ErofsLayout.SuperOffset }, "the checksum of the superblock does not match");
        if ((super.Incompatible & ~IncompatibleFeatures.Known) is not 0 and var unknown)
            problems.Warn(ErofsProblems.Feature, origin, $"the image uses features that are not known (0x{(uint)unknown:x}): what they change is not seen");
        if (super.BlockCount > blocks.Length >> super.BlockBits)
            problems.Damage(ErofsProblems.Shorter, origin,
                $"the image has {super.BlockCount} blocks of {super.BlockBytes} bytes, and is only {blocks.Length} bytes long: its end is missing");
        if (super.ExtraDevices > 0)
            problems.Damage(ErofsProblems.Device, origin, $"the image has files on {super.ExtraDevices} further devices, which are not in it");
        return new ErofsFileSystem(new ErofsVolume(blocks, super, problems, origin));
    }

    public void AddTo(EvidenceTreeBuilder tree, int directory, int number) => new ErofsWalk(_volume, tree, number).Run(directory);

    /// <inheritdoc/>
    /// <remarks>The number is the node's.</remarks>
    public Stream Open(long content)
    {
        Inode inode = _volume.ReadInode((ulong)content);
        if (inode.Kind != EntryKind.File)
            throw ErofsProblems.Bad(ErofsProblems.NotAFile, $"node {content} is no regular file");
        return new ContentStream(_volume, inode);
    }

    private static bool IsWhole(IBlockSource blocks, SuperBlock super)
    {
        byte[] block = new byte[super.BlockBytes > ErofsLayout.SuperOffset ? super.BlockBytes - ErofsLayout.SuperOffset : super.BlockBytes];
        if (block.Length > blocks.Length - ErofsLayout.SuperOffset)
            return true; // that it is too short is told
        blocks.ReadAt(ErofsLayout.SuperOffset, block);
        return SuperBlock.IsChecksumRight(block);
    }
}
