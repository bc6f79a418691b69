using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>
/// The names of a directory: each block begins with entries of 12 bytes, their names follow in the same block (erofs_fs.h, struct erofs_dirent; dir.c).
/// </summary>
internal sealed class DirectoryReader
{
    public delegate void NameTaker(ulong node, ReadOnlySpan<byte> name, long offset);

    private readonly ErofsVolume _volume;
    private readonly byte[] _block;
    private long _left;

    public DirectoryReader(ErofsVolume volume)
    {
        // A directory's blocks are its own: all together are no more than the image, inline ends counted twice.
        (_volume, _block, _left) = (volume, new byte[volume.Super.BlockBytes], 2 * volume.Blocks.Length);
    }

    /// <exception cref="EvidenceFormatException">It cannot be read from some place on: the names before it were given.</exception>
    public void Read(in Inode directory, NameTaker take)
    {
        _left -= directory.Size;
        if (_left < 0)
            throw ErofsProblems.Bad(ErofsProblems.Directory, $"node {directory.Number} claims {directory.Size} bytes of names, more than the image can hold",
                directory.Offset);
        using var content = new ContentStream(_volume, directory);
        EvidenceFormatException? damage = null;
        for (long at = 0; at < directory.Size; at += _block.Length)
        {
            Span<byte> block = _block.AsSpan(0, (int)Math.Min(_block.Length, directory.Size - at));
            try
            {
                content.Position = at;
                content.ReadExactly(block);
                ReadBlock(directory, block, at, take);
            }
            catch (EvidenceFormatException e)
            {
                damage ??= e;
            }
        }
        if (damage is not null)
            throw damage;
    }

    private static void ReadBlock(in Inode directory, ReadOnlySpan<byte> block, long at, NameTaker take)
    {
        int names = block.Length >= ErofsLayout.EntryBytes ? BinaryPrimitives.ReadUInt16LittleEndian(block[8..]) : 0;
        if (names < ErofsLayout.EntryBytes || names > block.Length || names % ErofsLayout.EntryBytes != 0)
            throw ErofsProblems.Bad(ErofsProblems.Directory, $"the block at {at} of node {directory.Number} has no list of names", directory.Offset);
        int count = names / ErofsLayout.EntryBytes;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = block[(i * ErofsLayout.EntryBytes)..];
            int start = BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]);
            int end = i + 1 < count ? BinaryPrimitives.ReadUInt16LittleEndian(entry[(ErofsLayout.EntryBytes + 8)..]) : block.Length;
            if (start < names || end <= start || end > block.Length)
                throw ErofsProblems.Bad(ErofsProblems.Directory, $"the block at {at} of node {directory.Number} breaks off at its name {i}", directory.Offset);
            ReadOnlySpan<byte> name = block[start..end];
            name = name.IndexOf((byte)0) is >= 0 and var zero ? name[..zero] : name;
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                take(BinaryPrimitives.ReadUInt64LittleEndian(entry), name, directory.Offset);
        }
    }
}
