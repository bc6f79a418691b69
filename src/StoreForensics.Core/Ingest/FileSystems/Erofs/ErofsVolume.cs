using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>An image's bytes and what is told of it. Thread-safe.</summary>
internal sealed class ErofsVolume(IBlockSource blocks, SuperBlock super, ProblemLog problems, Origin origin)
{
    private readonly BlockPieces _pieces = new(blocks);

    public SuperBlock Super => super;

    public IBlockSource Blocks => blocks;

    /// <summary>A small piece of metadata.</summary>
    /// <exception cref="EvidenceFormatException">It lies outside, or cannot be read.</exception>
    public ReadOnlyMemory<byte> Read(long offset, int length, string code)
    {
        if (offset < 0 || offset > blocks.Length - length)
            throw ErofsProblems.Bad(code, $"{length} bytes at {offset} lie outside the image of {blocks.Length} bytes", offset);
        return _pieces.Read(offset, length);
    }

    /// <exception cref="EvidenceFormatException">It lies outside, or is none.</exception>
    public Inode ReadInode(ulong node)
    {
        if (node > (ulong)(blocks.Length / ErofsLayout.SlotBytes))
            throw ErofsProblems.Bad(ErofsProblems.Inode, $"node {node} lies outside the image of {blocks.Length} bytes");
        long offset = super.MetadataOffset + ((long)node * ErofsLayout.SlotBytes);
        bool isExtended = (Read(offset, 2, ErofsProblems.Inode).Span[0] & 1) != 0;
        return Inode.Parse(Read(offset, isExtended ? ErofsLayout.ExtendedBytes : ErofsLayout.CompactBytes, ErofsProblems.Inode).Span, node, offset, super);
    }

    /// <inheritdoc cref="ProblemLog.DamageTold"/>
    public long DamageTold => problems.DamageTold;

    public void Damage(string code, long? offset, string message) => problems.Damage(code, origin with { Offset = offset }, message);

    public void Warn(string code, long? offset, string message) => problems.Warn(code, origin with { Offset = offset }, message);

    public void Fault(Exception fault) => problems.Fault(origin, fault);
}
