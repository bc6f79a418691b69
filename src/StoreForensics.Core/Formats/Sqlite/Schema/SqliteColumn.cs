namespace StoreForensics.Formats.Sqlite.Schema;

/// <summary>A column of a table, as its statement declares it.</summary>
/// <param name="Name">As declared; names are compared without regard to case.</param>
/// <param name="HasDefault">Whether rows that are older than the column have another value than null in it.</param>
internal sealed record SqliteColumn(string Name, bool HasDefault = false)
{
    public bool IsNamed(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
