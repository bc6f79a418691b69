namespace StoreForensics.Formats.Bolt;

/// <summary>What a carved element is.</summary>
internal enum BoltCarvedKind
{
    /// <summary>A key with its value.</summary>
    Value,

    /// <summary>The name of a bucket; its content, as far as it is left, is in further records.</summary>
    Bucket,

    /// <summary>A key alone, from a branch page: it was the smallest of a leaf that may be overwritten.</summary>
    KeyOnly,
}

/// <summary>How the bucket of a carved page was told. Always an inference; what signs place differently stays unknown.</summary>
internal enum BoltPathBasis
{
    /// <summary>It was not: only buckets inside the page are named.</summary>
    Unknown,

    /// <summary>
    /// Pointers on other free pages lead to it, from one that is placed or that has the names of the top level. Such a page may have been
    /// reused for another bucket since the pointer was written: see whether the record has the shape that the bucket asks for.
    /// </summary>
    OldPointers,

    /// <summary>It leads to pages that a state still uses in that place: copy-on-write replaced it and kept those.</summary>
    SharedPages,
}

/// <summary>A record of a page that no state of the database uses: recovered, never live. The order of generations is unknown.</summary>
internal sealed record BoltCarvedRecord
{
    public required BoltCarvedKind Kind { get; init; }

    /// <summary>The page that it stands on.</summary>
    public required ulong Page { get; init; }

    /// <summary>Byte offset of the key in the file.</summary>
    public required long Offset { get; init; }

    /// <summary>
    /// Names of buckets down to the one that held the record. From the top of the database when <see cref="IsRooted"/>; otherwise only the inner part
    /// that the page itself tells, often empty.
    /// </summary>
    public required IReadOnlyList<BoltKey> Bucket { get; init; }

    /// <summary>Whether <see cref="Bucket"/> begins at the top of the database. It is an inference: <see cref="PathBasis"/>.</summary>
    public bool IsRooted => PathBasis != BoltPathBasis.Unknown;

    public required BoltPathBasis PathBasis { get; init; }

    public required BoltKey Key { get; init; }

    /// <summary>Empty for anything but <see cref="BoltCarvedKind.Value"/>.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Whether the live state holds the same key and value in a bucket of that name: an old copy, nothing that was removed.</summary>
    public bool IsCopyOfLive { get; init; }

    /// <summary>The same for the previous state.</summary>
    public bool IsCopyOfPrevious { get; init; }
}
