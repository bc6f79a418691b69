namespace StoreForensics.Formats.Bolt;

/// <summary>Where a database's record was found.</summary>
internal enum BoltRecordSource
{
    /// <summary>In the state when the evidence was taken.</summary>
    Live,

    /// <summary>In the complete state one transaction earlier.</summary>
    Previous,

    /// <summary>On a page that no state uses.</summary>
    Carved,
}

/// <summary>What a version of a record is worth beside the others of the same key.</summary>
internal enum BoltRecordStanding
{
    /// <summary>It is what the database says.</summary>
    Live,

    /// <summary>Its key is no longer in the database, and it is the best version left: something was removed.</summary>
    Removed,

    /// <summary>Its key is not in what is left of the newest state: it was removed, or the newer page that has it is lost.</summary>
    Uncertain,

    /// <summary>Another version, live or better, has the same key.</summary>
    Earlier,
}

/// <summary>One version of one record, before its value is understood.</summary>
/// <param name="Key">The record's key.</param>
/// <param name="Value">Its value; points into the database's content.</param>
/// <param name="Source">Where it was found.</param>
/// <param name="Standing">What it is worth.</param>
/// <param name="Page">The page that holds it.</param>
/// <param name="Offset">Byte offset of its key in the file.</param>
internal sealed record BoltVersion(BoltKey Key, ReadOnlyMemory<byte> Value, BoltRecordSource Source, BoltRecordStanding Standing, ulong Page, long Offset);
