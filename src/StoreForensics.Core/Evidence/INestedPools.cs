namespace StoreForensics.Evidence;

/// <summary>An evidence that can look into a thin pool which two of its files are.</summary>
internal interface INestedPools
{
    /// <summary>What was opened, in that order.</summary>
    IReadOnlyList<NestedSource> Nested { get; }

    /// <summary>Opens the file systems of all devices of a pool, as a source that belongs to this one.</summary>
    /// <param name="metadata">The file that is the pool's metadata device.</param>
    /// <param name="data">The file that is its data device.</param>
    /// <returns>Null where the pool cannot be read, which is a problem then.</returns>
    (IEvidenceSource Source, IReadOnlyList<PoolDevice> Devices)? OpenPool(int metadata, int data);
}
