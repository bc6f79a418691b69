using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>What all records of <c>meta.db</c> have. Times are in UTC; null is not recorded.</summary>
internal abstract class StoredRecord(string @namespace, Origin origin, BoltBucket bucket)
{
    /// <summary>containerd's namespace.</summary>
    public string Namespace { get; } = @namespace;

    /// <summary>Where in <c>meta.db</c> its name stands.</summary>
    public Origin Origin { get; } = origin;

    public Timestamp? Created { get; } = bucket.Time("createdat");

    public Timestamp? Updated { get; } = bucket.Time("updatedat");

    /// <summary>In byte order of keys.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; } = bucket.Texts("labels");

    public string? Label(string key) => Labels.GetValueOrDefault(key);
}
