using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite;

/// <summary>A file of a database: the database itself, its rollback journal or its write-ahead log.</summary>
/// <param name="Content">All bytes of it.</param>
/// <param name="Origin">Where it lies, without an offset.</param>
internal readonly record struct SqliteFile(ReadOnlyMemory<byte> Content, Origin Origin)
{
    public Origin At(long offset) => Origin with { Offset = offset };
}
