using StoreForensics.Evidence;
using StoreForensics.Formats.Sqlite;

namespace StoreForensics.Stores;

/// <summary>Opens SQLite databases of a store, with what an engine that did not end left beside them.</summary>
internal static class DatabaseFiles
{
    /// <summary>The database of that name; null after a problem when it cannot be read at all.</summary>
    /// <param name="files">The store's files.</param>
    /// <param name="directory">Where it lies.</param>
    /// <param name="node">The file.</param>
    /// <param name="maxBytes">A larger file is a problem, and not read: pages are wanted in any order, so files are taken into memory.</param>
    public static SqliteDatabase? Open(EvidenceFiles files, int directory, int node, int maxBytes = EvidenceFiles.MaxMetadataBytes)
    {
        if (Read(files, node, maxBytes) is not { } file)
            return null;
        return SqliteDatabase.Open(file, files.Problems, Beside(files, directory, node, "-journal"u8, maxBytes),
            Beside(files, directory, node, "-wal"u8, maxBytes));
    }

    private static SqliteFile? Beside(EvidenceFiles files, int directory, int node, ReadOnlySpan<byte> suffix, int maxBytes) =>
        files.File(directory, [.. files.Tree.Name(node), .. suffix]) is int beside ? Read(files, beside, maxBytes) : null;

    private static SqliteFile? Read(EvidenceFiles files, int node, int maxBytes) =>
        files.ReadAll(node, maxBytes) is { } bytes ? new SqliteFile(bytes, files.Origin(node)) : null;
}
