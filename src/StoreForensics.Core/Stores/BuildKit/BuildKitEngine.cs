using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// A buildkitd of its own, <c>/var/lib/buildkit</c>, a user's <c>~/.local/share/buildkit</c> or the volume of a builder in a container: its records of builds
/// and of the cache. It has no images, and its snapshots are not taken as layers. dockerd's own builder is dockerd's.
/// </summary>
internal sealed class BuildKitEngine : IStoreEngine
{
    public const string EraName = "buildkit";

    public string LookedFor => "a builder's directory (cache.db beside runc-*/metadata_v2.db)";

    public bool IsRoot(EvidenceTree tree, int directory) => tree.Child(directory, "cache.db"u8) != EvidenceTree.None && Workers(tree, directory).Any();

    public bool IsRootWithin(EvidenceTree tree, int directory) => IsRoot(tree, directory);

    public IEnumerable<int> PartsElsewhere(EvidenceTree tree, int root) => [];

    public IEnumerable<int> RootsInside(EvidenceTree tree, int root) => [];

    public StoreFileKind KindOf(ReadOnlySpan<byte> path) => StoreFileKind.Metadata;

    public IEnumerable<LayoutPlace> Layout(StoreInfo store) => store.Era == "buildkit" ? BuildKitLayout.All : [];

    public bool Read(EvidenceFiles files, int root, Inventory inventory)
    {
        if (!IsRoot(files.Tree, root))
            return false;
        int worker = Workers(files.Tree, root).First();
        var store = new StoreInfo
        {
            Name = StoreNames.Next(inventory.Stores, EraName, EraName, files.Origin(root)),
            Driver = Encoding.UTF8.GetString(files.Tree.Name(worker)),
            Era = EraName,
            HasImages = false,
            Root = files.Origin(root),
        };
        inventory.Stores.Add(store);
        foreach (int directory in Workers(files.Tree, root))
            AddBlobs(files, directory, inventory);
        new BuildKitStore(files, root, store).Read(inventory, []);
        return true;
    }

    public void Finish(EvidenceFiles files, Inventory inventory)
    {
        new ClientReferences(files, inventory).Join();
        new ImageStatements(files, inventory).Join();
    }

    private static IEnumerable<int> Workers(EvidenceTree tree, int directory)
    {
        foreach (int child in tree.Children(directory).ToArray())
        {
            ReadOnlySpan<byte> name = tree.Name(child);
            if ((name.StartsWith("runc-"u8) || name.StartsWith("containerd-"u8)) && tree.Child(child, "metadata_v2.db"u8) != EvidenceTree.None)
                yield return child;
        }
    }

    private static void AddBlobs(EvidenceFiles files, int worker, Inventory inventory)
    {
        int blobs = files.Tree.Find(worker, "content/blobs/sha256"u8);
        foreach (int blob in blobs == EvidenceTree.None ? [] : files.Tree.Children(blobs).ToArray())
        {
            if (files.Tree[blob].Kind == EntryKind.File && ObjectIds.IsDigest(files.Tree.Name(blob)))
                inventory.Blobs.Add(new ContentBlob(new EntryRef(files.Source, blob), "sha256:" + Encoding.ASCII.GetString(files.Tree.Name(blob))));
        }
    }
}
