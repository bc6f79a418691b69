namespace StoreForensics.Ingest.Partitions;

/// <summary>What a disk is divided into.</summary>
/// <param name="Parts">In their order.</param>
/// <param name="PartOf">The disk, read before, that what this one has members of belongs to; null where there is none.</param>
internal sealed record FoundPartitions(IReadOnlyList<Partition> Parts, string? PartOf);
