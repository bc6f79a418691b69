using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Containerd.Containers;

/// <summary>
/// A container's log files in <c>/var/log/pods</c>: the one that its record names and those that the kubelet rotated away, <c>N.log.YYYYMMDD-hhmmss</c>,
/// gzipped but for the newest (kubernetes pkg/kubelet/logs/container_log_manager.go).
/// </summary>
internal static class CriLogs
{
    private const int MaxLevels = 12;

    /// <summary>Oldest first; none when the evidence has none.</summary>
    /// <param name="files">The evidence.</param>
    /// <param name="root">containerd's root: the host's is the nearest directory above that has such a path.</param>
    /// <param name="logPath">As recorded, absolute.</param>
    public static IReadOnlyList<LogFile> Find(EvidenceFiles files, int root, string? logPath)
    {
        if (logPath is null || Directory(files.Tree, root, logPath) is not int directory)
            return [];
        return Rotations(files, directory, Encoding.UTF8.GetBytes(logPath[(logPath.LastIndexOf('/') + 1)..]));
    }

    /// <summary>The file of that name and those that were rotated away from it, oldest first; none where there is neither.</summary>
    /// <param name="files">The evidence.</param>
    /// <param name="directory">The container's directory of logs.</param>
    /// <param name="live">The name of the file that is written to: <c>N.log</c>, N the attempt.</param>
    public static IReadOnlyList<LogFile> Rotations(EvidenceFiles files, int directory, byte[] live)
    {
        var found = new List<(string Suffix, int Node)>();
        foreach (int child in files.Tree.Children(directory).ToArray())
        {
            ReadOnlySpan<byte> name = files.Tree.Name(child);
            if (files.Tree[child].Kind == EntryKind.File && name.StartsWith(live) && IsRotation(name[live.Length..]))
                found.Add((Encoding.UTF8.GetString(name[live.Length..]), child));
        }
        return [.. found.OrderBy(f => f.Suffix.Length == 0 ? 1 : 0).ThenBy(f => f.Suffix, StringComparer.Ordinal)
            .Select(f => new LogFile(files.Source, f.Node, LogFormat.Cri))];
    }

    // Rotation writes the compressed file under another name first.
    private static bool IsRotation(ReadOnlySpan<byte> suffix) => suffix.IsEmpty || (suffix[0] == '.' && !suffix.EndsWith(".tmp"u8));

    private static int? Directory(EvidenceTree tree, int root, string logPath)
    {
        byte[] path = Encoding.UTF8.GetBytes(logPath.TrimStart('/'));
        int slash = path.AsSpan().LastIndexOf((byte)'/');
        return slash <= 0 ? null : Above(tree, root, path.AsSpan(0, slash));
    }

    /// <summary>A directory of the host at that path: below the nearest directory above a root that has one.</summary>
    /// <param name="tree">The evidence.</param>
    /// <param name="root">The engine's root.</param>
    /// <param name="path">On the host, without its leading slash.</param>
    public static int? Above(EvidenceTree tree, int root, ReadOnlySpan<byte> path)
    {
        for (int at = root, level = 0; level < MaxLevels; level++)
        {
            if (tree.Find(at, path) is >= 0 and var found && tree[found].Kind.IsDirectory())
                return found;
            if (at == EvidenceTree.Root)
                return null;
            at = tree[at].Parent;
        }
        return null;
    }
}
