using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// The databases of a graph root: the one that Podman used last, and older ones. 5.8 moves <c>bolt_state.db</c> to <c>db.sql</c> at a start after a reboot and
/// leaves the old file as <c>bolt_state.db-old</c> (podman v5.8 libpod/runtime_migrate.go).
/// </summary>
internal sealed class LibpodDatabases
{
    private LibpodDatabases(LibpodState? live, IReadOnlyList<LibpodState> older, bool isUnread) => (Live, Older, IsUnread) = (live, older, isUnread);

    /// <summary>Null where Podman kept none here, or it cannot be read.</summary>
    public LibpodState? Live { get; }

    public IReadOnlyList<LibpodState> Older { get; }

    /// <summary>Whether there is a database that could not be read.</summary>
    public bool IsUnread { get; }

    public static LibpodDatabases Read(StorageRoot root)
    {
        EvidenceFiles files = root.Files;
        int? libpod = root.Directory("libpod");
        int? sqliteNode = files.File(root.Node, "db.sql"u8) ?? (libpod is int at ? files.File(at, "db.sql"u8) : null)
            ?? (root.RunRoot is int run ? files.File(run, "db.sql"u8) : null);
        int? boltNode = (libpod is int b ? files.File(b, "bolt_state.db"u8) : null)
            ?? (!root.IsUsers && HostPaths.Find(files.Tree, root.Node, "/run/libpod/bolt_state.db") is int transient ? transient : null);
        int? oldNode = libpod is int o ? files.File(o, "bolt_state.db-old"u8) : null;
        LibpodState? sqlite = sqliteNode is int s ? files.Problems.ContainOr(files.Origin(s), null, new LibpodSqlite(files, s).Read) : null;
        LibpodState? bolt = boltNode is int n ? files.Problems.ContainOr(files.Origin(n), null, () => LibpodBolt.Read(files, n)) : null;
        LibpodState? old = oldNode is int p ? files.Problems.ContainOr(files.Origin(p), null, () => LibpodBolt.Read(files, p)) : null;
        // Where both are there, an empty one was made by the way.
        bool isSqlite = sqlite is not null && (bolt is null || !IsEmpty(sqlite) || IsEmpty(bolt));
        LibpodState? live = isSqlite ? sqlite : bolt;
        LibpodState? removed = !isSqlite && bolt is not null
            ? files.Problems.ContainOr(files.Origin(boltNode!.Value), null, () => LibpodBolt.Removed(files, boltNode.Value, bolt)) : null;
        return new LibpodDatabases(live, [.. new[] { isSqlite ? bolt : sqlite, old, removed }.OfType<LibpodState>()],
            isUnread: (sqliteNode ?? boltNode) is not null && live is null);
    }

    private static bool IsEmpty(LibpodState state) => state.Containers.Count + state.Volumes.Count == 0;
}
