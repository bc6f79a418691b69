using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>A medium as partitions and file systems read it: whatever goes wrong inside
/// the disk's format is <see cref="EvidenceFormatException"/> at that place.</summary>
internal sealed class GuardedBlocks(IBlockSource inner, ProblemLog problems, string evidence) : IBlockSource
{
    public long Length => inner.Length;

    public void ReadAt(long offset, Span<byte> target)
    {
        try
        {
            inner.ReadAt(offset, target);
        }
        catch (Exception e) when (e is not EvidenceFormatException && Containment.Holds(e))
        {
            EvidenceFormatException damage = problems.AsDamage(new Origin(evidence, default, offset), e);
            throw new EvidenceFormatException(damage.Code, damage.Message, offset, e);
        }
    }

    public DataRun NextData(long from) => inner.NextData(from);

    public void Dispose() => inner.Dispose();
}
