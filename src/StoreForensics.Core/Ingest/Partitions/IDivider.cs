namespace StoreForensics.Ingest.Partitions;

/// <summary>Reads one partition, or the disk, as something that holds further ones: a partition table.</summary>
internal interface IDivider
{
    /// <summary>What it holds, in its own order; null when it is nothing of this kind,
    /// and the next divider is asked. May be asked by several threads.</summary>
    /// <exception cref="Primitives.EvidenceFormatException">It cannot be read.</exception>
    IReadOnlyList<Slice>? Divide(Partition part, DivisionContext context);
}

/// <summary>What a divider is told.</summary>
/// <param name="Log">Takes what is wrong; offsets are bytes of the part.</param>
/// <param name="IsDisk">Whether the part is the disk itself. What lies within a partition must say plainly what it is: nobody expects it there.</param>
/// <param name="SectorBytes">512 or 4096 where the image says so; null to find out.</param>
/// <param name="Key">What opens encrypted volumes; null: nothing was given.</param>
internal sealed record DivisionContext(PartitionLog Log, bool IsDisk, int? SectorBytes, DiskKey? Key);
