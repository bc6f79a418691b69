using StoreForensics.Docker.Bolt;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Stores;

/// <summary>The engine's bolt databases of a root that no era owns: volumes and networks.</summary>
internal static class EngineDatabases
{
    /// <summary>Null when it cannot be opened at all; that is a problem.</summary>
    public static BoltFile? Open(EvidenceFiles files, int node) => Open(files, node, BoltFile.Open);

    /// <summary><c>volumes/metadata.db</c>, 1.11 on; null when it is not there.</summary>
    public static VolumeDatabase? Volumes(DataRoot root) => Find(root, "volumes/metadata.db"u8) is int node ? Open(root.Files, node, VolumeDatabase.Read) : null;

    /// <summary><c>network/files/local-kv.db</c>, 1.9 on; null when it is not there.</summary>
    public static NetworkDatabase? Networks(DataRoot root) => Find(root, "network/files/local-kv.db"u8) is int node ? Open(root.Files, node, NetworkDatabase.Read) : null;

    private static int? Find(DataRoot root, ReadOnlySpan<byte> path)
    {
        int node = root.Tree.Find(root.Node, path);
        return node != EvidenceTree.None && root.Tree[node].Kind == EntryKind.File ? node : null;
    }

    private static T? Open<T>(EvidenceFiles files, int node, Func<Stream, ProblemLog, Origin, T> read)
        where T : class
    {
        if (files.Tree[node].Kind != EntryKind.File)
            return null;
        try
        {
            using Stream stream = files.Source.Open(node);
            return read(stream, files.Problems, files.Origin(node));
        }
        catch (Exception e) when (e is EvidenceFormatException or IOException)
        {
            files.Problems.Damage("SF-STORE-0001", files.Origin(node), "cannot be read: " + DisplayText.Escape(e.Message));
            return null;
        }
    }
}
