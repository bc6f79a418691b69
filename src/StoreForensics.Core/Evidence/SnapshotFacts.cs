using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>A snapshot in a file system: a state of something else that was set aside.</summary>
public sealed record SnapshotFacts
{
    /// <summary>Where it lies, below the file system's root.</summary>
    public required EvidencePath Path { get; init; }

    /// <summary>What it is one of, likewise; null: that is gone, or has no name.</summary>
    public EvidencePath? Of { get; init; }

    public Timestamp? MadeAt { get; init; }

    public bool IsReadOnly { get; init; }

    /// <summary>Whether it was written to after it was made.</summary>
    public bool IsChanged { get; init; }

    /// <summary>Whether a mount that names none shows it: then it may be the one in use.</summary>
    public bool IsDefault { get; init; }
}
