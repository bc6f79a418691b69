using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>What all records of <c>meta.db</c> have. Times are in UTC; null is not recorded.</summary>
internal abstract record StoredRecord
{
    /// <summary>containerd's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Where in <c>meta.db</c> its name stands.</summary>
    public required Origin Origin { get; init; }

    public Timestamp? Created { get; init; }

    public Timestamp? Updated { get; init; }

    /// <summary>In byte order of keys.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public string? Label(string key) => Labels.GetValueOrDefault(key);
}
