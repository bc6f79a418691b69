namespace StoreForensics.Formats.Sqlite;

/// <summary>What is needed to follow a tree: the pages, and how their content is laid out.</summary>
internal sealed record SqliteImage(ISqlitePages Pages, SqliteHeader Header);
