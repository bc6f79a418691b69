namespace StoreForensics.Ingest.Partitions;

/// <summary>Puts partitions together into others: a volume group. One for each disk: it remembers what it has seen.</summary>
internal interface IAssembler
{
    /// <summary>Whether something lacks members that may lie elsewhere.</summary>
    bool IsWaiting { get; }

    /// <summary>What can be put together now and was not before.</summary>
    /// <param name="found">All partitions found so far; only more are added between calls.</param>
    /// <param name="isLast">Whether nothing more will be found unless this call gives something: then what is incomplete is put together as it is.</param>
    /// <param name="log">Takes what is wrong; offsets are bytes of the medium.</param>
    IReadOnlyList<Slice> Assemble(IReadOnlyList<Partition> found, bool isLast, PartitionLog log);
}
