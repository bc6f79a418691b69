namespace StoreForensics.Evidence;

/// <summary>An evidence that may hold devices of thin pools.</summary>
internal interface IPoolDevices
{
    /// <summary>By pool and number.</summary>
    IReadOnlyList<PoolDevice> PoolDevices { get; }
}
