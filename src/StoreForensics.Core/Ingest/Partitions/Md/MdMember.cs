namespace StoreForensics.Ingest.Partitions.Md;

/// <summary>A member of an array that is at hand.</summary>
internal sealed record MdMember(Partition Partition, MdSuper Super);
