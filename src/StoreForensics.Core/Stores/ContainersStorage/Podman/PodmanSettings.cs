using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// What <c>containers.conf</c> says that is needed here (containers.conf(5)): the system's, and a user's own in <c>.config/containers</c>, with the files of
/// <c>containers.conf.d</c>. Of TOML only plain <c>key = "text"</c> lines are taken.
/// </summary>
internal static class PodmanSettings
{
    private const int LargestFile = 256 << 10;

    /// <summary>Where events may be logged, the likeliest first: host paths.</summary>
    public static IEnumerable<string> EventFiles(StorageRoot root)
    {
        foreach (int node in Files(root))
        {
            if (Value(root.Files, node, "events_logfile_path") is { } path)
                yield return path;
        }
        if (!root.IsUsers)
            yield return "/run/libpod/events/events.log";
    }

    // The last that says it counts, and a user's own before the system's, whose files it could not write.
    private static IEnumerable<int> Files(StorageRoot root)
    {
        EvidenceTree tree = root.Files.Tree;
        int? directory = root.Home is int home ? tree.Find(home, ".config/containers"u8) is >= 0 and var own ? own : null
            : HostPaths.Find(tree, root.Node, "/etc/containers");
        if (directory is not int at)
            yield break;
        int more = tree.Child(at, "containers.conf.d"u8);
        foreach (int child in more == EvidenceTree.None ? [] : tree.Children(more).ToArray().Reverse())
        {
            if (tree[child].Kind == EntryKind.File && tree.Name(child).EndsWith(".conf"u8))
                yield return child;
        }
        if (root.Files.File(at, "containers.conf"u8) is int main)
            yield return main;
    }

    private static string? Value(EvidenceFiles files, int node, string key)
    {
        if (files.Tree[node].Size > LargestFile || files.ReadAll(node) is not { } bytes)
            return null;
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            string[] parts = line.Split('=', 2);
            if (parts.Length == 2 && parts[0].Trim() == key && parts[1].Trim() is ['"', .., '"'] text)
                return text[1..^1];
        }
        return null;
    }
}
