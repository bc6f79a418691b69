using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Databases;

namespace StoreForensics.Stores.Docker;

/// <summary>The engine's bolt databases of a root that no era owns: volumes and networks.</summary>
internal static class EngineDatabases
{
    /// <summary><c>volumes/metadata.db</c>, 1.11 on; null when it is not there.</summary>
    public static VolumeDatabase? Volumes(DataRoot root)
    {
        if (Find(root, "volumes"u8, "metadata.db"u8, out int? directory) is int node)
            return Open(root.Files, node, VolumeDatabase.Read);
        if (directory is int volumes && (root.Holds(Layered.LayeredStore.EraName) || root.Holds(Snapshotted.SnapshottedStore.EraName)))
            root.Files.Problems.Note("SF-VOLUME-0002", root.Files.Origin(volumes),
                "metadata.db, which every engine from 1.11 on has, is missing: drivers, labels and options of volumes are unknown");
        return null;
    }

    /// <summary><c>network/files/local-kv.db</c>, 1.9 on; null when it is not there.</summary>
    public static NetworkDatabase? Networks(DataRoot root)
    {
        if (Find(root, "network/files"u8, "local-kv.db"u8, out int? directory) is int node)
            return Open(root.Files, node, NetworkDatabase.Read);
        if (directory is int files)
            root.Files.Problems.Note("SF-NETDB-0002", root.Files.Origin(files),
                "local-kv.db is missing: networks, and what they tell of the engine's starts, are unknown");
        return null;
    }

    private static int? Find(DataRoot root, ReadOnlySpan<byte> place, ReadOnlySpan<byte> name, out int? directory)
    {
        int slash = place.IndexOf((byte)'/'), found = root.Child(slash < 0 ? place : place[..slash]);
        if (slash >= 0 && found != EvidenceTree.None)
            found = root.Tree.Find(found, place[(slash + 1)..]);
        directory = found != EvidenceTree.None && root.Tree[found].Kind.IsDirectory() ? found : null;
        return directory is int inside ? root.Files.File(inside, name) : null;
    }

    private static T? Open<T>(EvidenceFiles files, int node, Func<Stream, ProblemLog, Origin, T> read)
        where T : class
    {
        if (files.Tree[node].Kind != EntryKind.File)
            return null;
        try
        {
            using Stream stream = files.Open(node);
            return read(stream, files.Problems, files.Origin(node));
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-STORE-0001", files.Origin(node), "cannot be read: " + DisplayText.Escape(e.Message));
            return null;
        }
    }
}
