namespace StoreForensics.Reports.Parquet;

/// <summary>What the cells of a column of a Parquet case are.</summary>
internal enum CellKind
{
    /// <summary>64 bits, signed.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>UTF-8.</summary>
    Text,

    /// <summary>As found in the evidence.</summary>
    Bytes,

    /// <summary>Nanoseconds since 1970, UTC: from 1677-09-21 to 2262-04-11. A column beside it (<c>_text</c>) has the times that do not fit.</summary>
    Time,

    /// <summary>32 bytes of a SHA-256.</summary>
    Digest,
}
