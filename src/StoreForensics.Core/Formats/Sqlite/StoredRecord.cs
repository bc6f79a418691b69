using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite;

/// <summary>A record of a tree, before its columns have names.</summary>
/// <param name="RowId">Its key in a table's tree; 0 in an index's, where the record itself is the key.</param>
/// <param name="Values">In the order stored.</param>
/// <param name="Origin">Where its cell begins.</param>
internal readonly record struct StoredRecord(long RowId, SqliteValue[] Values, Origin Origin);
