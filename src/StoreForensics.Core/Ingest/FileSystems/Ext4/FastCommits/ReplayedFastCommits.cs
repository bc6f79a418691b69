using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.FastCommits;

/// <summary>
/// What fast commits changed, kept beside the file system (Linux fs/ext4/fast_commit.c, ext4_fc_replay): inodes, ranges of files, names. The kernel gives
/// directories the time of its replay; here they keep the one that they had. It leaves links and devices that it makes without what lies in their
/// block field; here they have it, for it is in the record.
/// </summary>
internal sealed class ReplayedFastCommits
{
    private const int LinksAt = 0x1A, FlagsAt = 0x20, BlockFieldAt = 0x28, GenerationAt = 0x64;

    private readonly Dictionary<uint, byte[]> _inodes = [];
    private readonly Dictionary<uint, FileRanges> _ranges = [];
    private readonly Dictionary<uint, DirectoryNames> _names = [];
    private readonly HashSet<uint> _made = [];
    private readonly Ext4Blocks _before;

    private ReplayedFastCommits(Ext4Blocks before) => _before = before;

    /// <param name="before">The file system as the transactions left it.</param>
    /// <param name="tags">Records of whole fast commits.</param>
    public static ReplayedFastCommits Play(Ext4Blocks before, IEnumerable<FastCommitTag> tags)
    {
        var replayed = new ReplayedFastCommits(before);
        foreach (FastCommitTag tag in tags)
            replayed.Play(tag);
        return replayed;
    }

    /// <summary>An inode that was changed; null: it is as it was.</summary>
    public byte[]? InodeOf(uint number) => _inodes.GetValueOrDefault(number);

    /// <summary>The names of a directory that changed; null: they are as they were.</summary>
    public DirectoryNames? NamesOf(uint directory) => _names.GetValueOrDefault(directory);

    /// <summary>Whether a directory was made: its blocks on disk are not yet its own.</summary>
    public bool IsMade(uint directory) => _made.Contains(directory);

    /// <summary>A file's map with what changed of it.</summary>
    public IBlockMap Over(IBlockMap map, uint inode, long blockCount) =>
        _ranges.TryGetValue(inode, out FileRanges? ranges) ? new ChangedMap(map, ranges, blockCount) : map;

    private void Play(FastCommitTag tag)
    {
        switch (tag.Kind)
        {
            case FastCommitKind.Inode:
                TakeInode(tag.First, tag.InodeBytes);
                break;
            case FastCommitKind.AddRange:
                RangesOf(tag.First).Set(tag.Logical, tag.Added.Blocks, tag.Added.IsWritten ? tag.Physical : 0);
                break;
            case FastCommitKind.DeleteRange:
                RangesOf(tag.First).Set(tag.Logical, tag.Deleted, 0);
                break;
            case FastCommitKind.Create:
                if (_inodes.TryGetValue(tag.Named, out byte[]? made) && new Inode(tag.Named, made).Kind == Evidence.EntryKind.Directory)
                    _made.Add(tag.Named);
                EditsOf(tag.First).Add(tag.Name, tag.Named);
                break;
            case FastCommitKind.Link:
                EditsOf(tag.First).Add(tag.Name, tag.Named);
                CountLinks(tag.Named, 1); // a rename is a link and an unlink
                break;
            case FastCommitKind.Unlink:
                EditsOf(tag.First).Remove(tag.Name, tag.Named);
                CountLinks(tag.Named, -1);
                break;
        }
    }

    // The block field stays, for ranges are recorded apart; that of another file that had the inode before does not.
    private void TakeInode(uint number, ReadOnlySpan<byte> recorded)
    {
        byte[] inode = Now(number) ?? new byte[_before.Super.InodeBytes];
        recorded = recorded[..Math.Min(recorded.Length, inode.Length)];
        bool isSame = inode.AsSpan(GenerationAt, 4).SequenceEqual(recorded.Slice(GenerationAt, 4));
        if (!isSame)
        {
            inode.AsSpan().Clear();
            _ranges.Remove(number);
            _made.Remove(number);
        }
        recorded[..BlockFieldAt].CopyTo(inode);
        recorded[GenerationAt..].CopyTo(inode.AsSpan(GenerationAt));
        Span<byte> field = inode.AsSpan(BlockFieldAt, Ext4Layout.BlockFieldBytes);
        if ((BinaryPrimitives.ReadUInt32LittleEndian(inode.AsSpan(FlagsAt)) & (uint)InodeFlags.Extents) == 0)
            recorded.Slice(BlockFieldAt, Ext4Layout.BlockFieldBytes).CopyTo(field);
        else if (BinaryPrimitives.ReadUInt16LittleEndian(field) != Ext4Layout.ExtentMagic)
            WriteEmptyTree(field);
        _inodes[number] = inode;
    }

    private static void WriteEmptyTree(Span<byte> field)
    {
        field.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(field, Ext4Layout.ExtentMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(field[4..], (Ext4Layout.BlockFieldBytes - Ext4Layout.ExtentHeaderBytes) / Ext4Layout.ExtentBytes);
    }

    // A file whose last name goes loses its blocks.
    private void CountLinks(uint number, int more)
    {
        if (Now(number) is not { } inode)
            return;
        int links = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(inode.AsSpan(LinksAt)) + more, 0, ushort.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(inode.AsSpan(LinksAt), (ushort)links);
        if (links == 0)
            RangesOf(number).Set(0, uint.MaxValue, 0);
        _inodes[number] = inode;
    }

    private byte[]? Now(uint number)
    {
        if (_inodes.TryGetValue(number, out byte[]? known))
            return known;
        try
        {
            return _before.ReadInodeAsIs(number).Bytes.ToArray();
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }

    private FileRanges RangesOf(uint inode) => _ranges.TryGetValue(inode, out FileRanges? known) ? known : _ranges[inode] = new FileRanges();

    private DirectoryNames EditsOf(uint directory) => _names.TryGetValue(directory, out DirectoryNames? known) ? known
        : _names[directory] = new DirectoryNames();
}
