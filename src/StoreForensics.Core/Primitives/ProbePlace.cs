namespace StoreForensics.Primitives;

/// <summary>Where a test may throw, to see that no exception ends more than the part that it arises in.</summary>
internal enum ProbePlace
{
    /// <summary>A read of the evidence file's bytes.</summary>
    File,

    /// <summary>Inside a source: where a file of the evidence is opened or read.</summary>
    Source,

    /// <summary>In a reader, where it asks the source.</summary>
    Reader,

    /// <summary>At the beginning of a part that is contained.</summary>
    Part,
}
