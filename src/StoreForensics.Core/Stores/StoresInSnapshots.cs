using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

/// <summary>Says of stores that lie in a snapshot of a file system of what, and since when: they are a state that was set aside.</summary>
internal static class StoresInSnapshots
{
    public const string InSnapshot = "SF-STORE-0014";

    /// <param name="evidence">The evidence; one that is no disk has no snapshots.</param>
    /// <param name="inventory">Whose stores of that evidence are told.</param>
    /// <param name="problems">Takes a note of each.</param>
    public static void Tell(EvidenceDetails evidence, Inventory inventory, ProblemLog problems)
    {
        foreach (StoreInfo store in inventory.Stores.Where(s => s.Root.Evidence == evidence.Name))
        {
            if (Find(evidence.Disk, store.Root.Path) is not var (directory, snapshot))
                continue;
            EvidencePath? source = snapshot.Of is { } of ? Below(directory, of.Bytes) : default(EvidencePath?);
            StoreInfo? other = source is { } start ? inventory.Stores.FirstOrDefault(s => s.Root.Evidence == evidence.Name
                && s.Root.Path == Below(start, Rest(store.Root.Path, Below(directory, snapshot.Path.Bytes)))) : null;
            store.Snapshot = Words(snapshot, source);
            problems.Note(InSnapshot, store.Root, $"the store at {store.Root.Path} lies in {store.Snapshot}"
                + (snapshot.IsDefault ? ": it may be the one in use" : other is null ? ": it is a state that was set aside"
                    : $": it is an older state of the store at {other.Root.Path}"));
        }
    }

    private static string Words(SnapshotFacts snapshot, EvidencePath? of) => "a snapshot of "
        + (of is not { } path ? "a subvolume that is gone" : path.IsEmpty ? "the top subvolume" : path.ToString())
        + (snapshot.MadeAt is { } time ? $", made {time}" : "")
        + (snapshot.IsReadOnly ? ", read-only" : "")
        + (snapshot.IsChanged ? ", changed since" : "")
        + (snapshot.IsDefault ? ", the default subvolume" : "");

    // The innermost that holds the path.
    private static (EvidencePath Directory, SnapshotFacts Snapshot)? Find(DiskFacts? disk, EvidencePath path)
    {
        (EvidencePath, SnapshotFacts)? found = null;
        int deepest = -1;
        foreach (PartitionFacts partition in disk?.Partitions ?? [])
        {
            if (partition is not { Directory: { } name, FileSystem: { } system })
                continue;
            EvidencePath directory = new(Encoding.UTF8.GetBytes(name));
            foreach (SnapshotFacts snapshot in system.Snapshots)
            {
                EvidencePath place = Below(directory, snapshot.Path.Bytes);
                if (place.Length > deepest && Holds(place, path))
                    (found, deepest) = ((directory, snapshot), place.Length);
            }
        }
        return found;
    }

    private static bool Holds(EvidencePath outer, EvidencePath path) => outer.IsEmpty || path == outer
        || (path.Length > outer.Length && path.Bytes.StartsWith(outer.Bytes) && path.Bytes[outer.Length] == '/');

    private static ReadOnlySpan<byte> Rest(EvidencePath path, EvidencePath outer) =>
        outer.IsEmpty ? path.Bytes : path.Length > outer.Length ? path.Bytes[(outer.Length + 1)..] : default;

    private static EvidencePath Below(EvidencePath directory, ReadOnlySpan<byte> path) =>
        directory.IsEmpty ? new EvidencePath(path) : path.IsEmpty ? directory : new EvidencePath((byte[])[.. directory.Bytes, (byte)'/', .. path]);
}
