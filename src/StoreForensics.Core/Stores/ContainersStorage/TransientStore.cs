using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>
/// A store whose containers do not outlive a boot: <c>transient_store</c> in <c>storage.conf</c> (containers-storage.conf(5)). Their records, those of their
/// layers and Podman's database lie in the run root (container-libs storage/containers.go, layers.go; podman libpod/sqlite_state.go).
/// </summary>
internal static class TransientStore
{
    public const string Code = "SF-STORAGE-0009";

    private const int MaxBytes = 1 << 20;

    /// <summary>The settings that say it; null where none do.</summary>
    public static int? SettingsOf(StorageRoot root)
    {
        EvidenceTree tree = root.Files.Tree;
        foreach (string path in (string[])["/.config/containers/storage.conf", "/etc/containers/storage.conf", "/usr/share/containers/storage.conf"])
        {
            if (HostPaths.Find(tree, root.Node, path) is not int node || tree[node].Kind != EntryKind.File)
                continue;
            // The first that is there counts alone, and a user's only for that user.
            if (path[1] == '.' && root.Home is null)
                continue;
            return root.Files.ReadAll(node, MaxBytes) is { } bytes && Says(Encoding.UTF8.GetString(bytes)) ? node : null;
        }
        return null;
    }

    /// <summary>Says so where the evidence lacks what the run root had.</summary>
    public static void Tell(StorageRoot root)
    {
        if (SettingsOf(root) is not int settings || root.RunRoot is not null)
            return;
        root.Files.Problems.Note(Code, root.Origin,
            $"the store is transient ({root.Files.Tree.PathOf(settings)}): its containers, their layers' records and Podman's database lay in /run, which is not in the evidence; a reboot empties it, and nobody need have removed them");
    }

    private static bool Says(string settings) => settings.Split('\n').Select(l => l.Split('#')[0].Split('=', 2))
        .Any(p => p.Length == 2 && p[0].Trim() == "transient_store" && p[1].Trim().Trim('"') == "true");
}
