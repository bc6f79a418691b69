using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>
/// A graph root: <c>DRIVER-images/</c>, <c>DRIVER-layers/</c> and <c>DRIVER-containers/</c>, each with an index in JSON, beside the driver's own directory
/// (containers/storage v1.59 store.go). One half may be missing: a split image store keeps the images of another root.
/// </summary>
internal sealed class StorageRoot(EvidenceFiles files, int node)
{
    private static readonly string[] s_parts = ["-images", "-layers", "-containers"];

    private static readonly string[] s_indices = ["images.json", "layers.json", "volatile-layers.json", "containers.json", "volatile-containers.json"];

    public EvidenceFiles Files => files;

    public int Node => node;

    public Origin Origin => files.Origin(node);

    /// <summary>The home directory that the root lies in, at <c>.local/share/containers/storage</c>; null for the system's own root and for a moved
    /// one.</summary>
    public int? Home
    {
        get
        {
            int at = node;
            foreach (string name in (string[])["storage", "containers", "share", ".local"])
            {
                if (at == EvidenceTree.Root || !files.Tree.Name(at).SequenceEqual(Encoding.ASCII.GetBytes(name)))
                    return null;
                at = files.Tree[at].Parent;
            }
            return at;
        }
    }

    /// <summary>What is kept until the next boot, where the evidence has it: a transient store keeps containers and Podman's database there
    /// (<c>/run/containers/storage</c>, <c>/run/user/UID/containers</c>).</summary>
    public int? RunRoot => (IsUsers ? null : HostPaths.Find(files.Tree, node, "/run/containers/storage"))
        ?? HostPaths.Find(files.Tree, node, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/run/user/{files.Tree[node].Uid}/containers"));

    /// <summary>A directory of it, as of a driver's containers; null where there is none.</summary>
    public int? RunDirectory(string name) => RunRoot is int run ? files.Directory(run, Encoding.UTF8.GetBytes(name)) : null;

    /// <summary>Whether it is that of a user whose engine runs without root's rights.</summary>
    public bool IsUsers => Home is not null || files.Tree[node] is { Kind: EntryKind.Directory, Uid: not 0 };

    /// <summary>The drivers that the root has been used with: overlay first, then in byte order.</summary>
    public IReadOnlyList<StorageDriver> Drivers()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (int child in files.Tree.Children(node))
        {
            if (DriverOf(files.Tree, child) is { } name)
                names.Add(name);
        }
        return [.. names.OrderBy(n => n == "overlay" ? 0 : 1).Select(n => new StorageDriver(n, Directory(n), Directory(n + "-images"),
            Directory(n + "-layers"), Directory(n + "-containers")))];
    }

    /// <summary>The directory of that name in the root; null where there is none.</summary>
    public int? Directory(string name) => files.Directory(node, Encoding.UTF8.GetBytes(name));

    /// <summary>What a directory looks like that is such a root: it has an index of one of the three.</summary>
    public static bool IsRoot(EvidenceTree tree, int directory)
    {
        if (IsRunRoot(tree, directory))
            return false;
        foreach (int child in tree.Children(directory))
        {
            if (DriverOf(tree, child) is not null)
                return true;
        }
        return false;
    }

    // run/containers/storage, run/user/UID/containers: what another root keeps until the next boot.
    private static bool IsRunRoot(EvidenceTree tree, int directory)
    {
        int parent = directory == EvidenceTree.Root ? EvidenceTree.Root : tree[directory].Parent;
        if (parent == EvidenceTree.Root)
            return false;
        int above = tree[parent].Parent;
        return tree.Name(directory).SequenceEqual("storage"u8) ? tree.Name(parent).SequenceEqual("containers"u8) && tree.Name(above).SequenceEqual("run"u8)
            : tree.Name(directory).SequenceEqual("containers"u8) && tree.Name(above).SequenceEqual("user"u8) && above != EvidenceTree.Root
                && tree.Name(tree[above].Parent).SequenceEqual("run"u8);
    }

    private static string? DriverOf(EvidenceTree tree, int child)
    {
        if (!tree[child].Kind.IsDirectory() || tree.Name(child).IndexOf((byte)'-') <= 0)
            return null;
        string name = Encoding.UTF8.GetString(tree.Name(child));
        string? part = Array.Find(s_parts, p => name.EndsWith(p, StringComparison.Ordinal));
        bool isUsed = part is not null && s_indices.Any(i => i.EndsWith(part[1..] + ".json", StringComparison.Ordinal)
            && tree.Child(child, Encoding.ASCII.GetBytes(i)) != EvidenceTree.None);
        return isUsed ? name[..^part!.Length] : null;
    }
}
