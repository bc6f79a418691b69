
namespace StoreForensics.Formats.Sqlite;

/// <summary>What a value is stored as (file format, 2.1). Not the type of its column: a whole number in a REAL column is stored as an integer.</summary>
internal enum SqliteValueKind
{
    Null,
    Integer,
    Real,
    Text,
    Blob,

    /// <summary>The row is older than its column, whose DEFAULT stands in its place; that is not evaluated.</summary>
    NotStored,
}
