using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite;

/// <summary>A page of a database as it stands after recovery.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Bytes">As many as a page has, or fewer where the file is cut.</param>
/// <param name="Origin">Its first byte: in the database, in the rollback journal or in the write-ahead log.</param>
internal readonly record struct SqlitePage(uint Number, ReadOnlyMemory<byte> Bytes, Origin Origin)
{
    public Origin At(long offset) => Origin with { Offset = Origin.Offset + offset };
}
