using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker;

/// <summary>Says what a data root keeps where, once everything of it is in the inventory.</summary>
internal sealed class DataRootPlaces(DataRoot root, Inventory inventory)
{
    private static readonly string[] s_blobs =
        ["buildkit/content/blobs/sha256", "containerd/daemon/io.containerd.content.v1.content/blobs/sha256", "io.containerd.content.v1.content/blobs/sha256"];

    private EvidenceTree Tree => root.Tree;

    public void Publish()
    {
        foreach (Layer layer in root.Layers.Ordered())
            AddLayer(layer);
        AddMounts();
        AddContainerFiles();
        foreach (Container container in inventory.Containers.Where(root.Owns))
            Add(container.Directory?.Node, StorePlaceKind.ContainerDirectory, p => p with { Container = container });
        foreach (Image image in inventory.Images.Where(i => i.Store.Root == root.Origin))
            AddImage(image);
        foreach (Volume volume in inventory.Volumes.Where(v => v.Store.Root == root.Origin))
            Add(Node(volume.Origin), StorePlaceKind.VolumeNotes, p => p with { Volume = volume });
        foreach (string path in s_blobs)
            AddBlobs(Tree.Find(root.Node, Encoding.UTF8.GetBytes(path)));
    }

    private void AddLayer(Layer layer)
    {
        StorePlace Own(StorePlace place) => place with { Layer = layer };
        int? directory = Node(layer.Origin);
        Add(directory, StorePlaceKind.LayerNotes, Own);
        if (directory is int at && Tree.Child(at, "merged"u8) is var merged && merged != EvidenceTree.None && merged != layer.Files?.Root)
            Add(merged, StorePlaceKind.MountedView, Own);
        if (Node(layer.RegisteredOrigin) is int record)
            Add(RecordDirectory(record) ?? record, StorePlaceKind.LayerNotes, Own);
        if (layer.Store.Driver == "aufs" && Tree.Find(root.Node, "aufs/mnt"u8) is var mounts && mounts != EvidenceTree.None)
            Add(Existing(Tree.Child(mounts, Encoding.UTF8.GetBytes(layer.Id))), StorePlaceKind.MountedView, Own);
    }

    // layerdb/{sha256,mounts}/<id>/ is about one layer; the directories of other drivers' records hold those of all.
    private int? RecordDirectory(int record)
    {
        int directory = Tree[record].Kind.IsDirectory() ? record : Tree[record].Parent;
        int database = Tree[Tree[directory].Parent].Parent;
        return database >= 0 && Tree.Name(database).SequenceEqual("layerdb"u8) ? directory : null;
    }

    // Mounted views are copies of layers; work directories are the kernel's scratch space.
    private void AddMounts()
    {
        foreach (int child in Tree.Children(root.Node).ToArray())
        {
            ReadOnlySpan<byte> name = Tree.Name(child);
            // With the containerd image store, rootfs/<snapshotter>/<id> are mounted views (moby v29 daemon/snapshotter/mount.go).
            if (name.SequenceEqual("rootfs"u8))
                Add(child, StorePlaceKind.MountedView);
            if (!name.StartsWith("overlay"u8) && !name.SequenceEqual("aufs"u8) && !name.SequenceEqual("devicemapper"u8)
                && !name.SequenceEqual("fuse-overlayfs"u8))
                continue;
            int driver = root.Links.Follow(child) ?? child;
            if (name.SequenceEqual("aufs"u8) || name.SequenceEqual("devicemapper"u8))
                Add(Existing(Tree.Child(driver, "mnt"u8)), StorePlaceKind.MountedView);
            else
                AddOverlayMounts(driver);
        }
    }

    private void AddOverlayMounts(int driver)
    {
        foreach (int layer in Tree.Children(driver).ToArray())
        {
            Add(Existing(Tree.Child(layer, "merged"u8)), StorePlaceKind.MountedView);
            Add(Existing(Tree.Child(layer, "work"u8)), StorePlaceKind.Scratch);
        }
    }

    private void AddContainerFiles()
    {
        int containers = root.Child("containers"u8);
        foreach (int directory in containers == EvidenceTree.None ? [] : Tree.Children(containers).ToArray())
        {
            foreach (int file in Tree.Children(directory).ToArray())
            {
                if (Tree[file].Kind == EntryKind.File && ContainerFileKind(Tree.Name(file)) is { } kind)
                    Add(file, kind);
            }
        }
    }

    private static StorePlaceKind? ContainerFileKind(ReadOnlySpan<byte> name)
    {
        if ((name.StartsWith("config."u8) && name.EndsWith("json"u8)) || name.SequenceEqual("hostconfig.json"u8))
            return StorePlaceKind.ContainerConfiguration;
        if (name.SequenceEqual("hosts"u8) || name.SequenceEqual("hostname"u8) || name.SequenceEqual("resolv.conf"u8))
            return StorePlaceKind.ContainerNetworkFile;
        return name.IndexOf("-json.log."u8) > 0 ? StorePlaceKind.RotatedLog : null;
    }

    // In graph/<id>/ an image has a directory of its own; elsewhere its files are told one by one.
    private void AddImage(Image image)
    {
        foreach (EntryRef? entry in image.EarlierRecords.Select(r => r.Record).Prepend(image.Record))
            AddRecord(image, entry?.Node);
    }

    private void AddRecord(Image image, int? node)
    {
        if (node is not int record)
            return;
        bool hasDirectory = Tree.Name(record).SequenceEqual("json"u8);
        Add(hasDirectory ? Tree[record].Parent : record, StorePlaceKind.ImageRecord, p => p with { Image = image });
    }

    private void AddBlobs(int directory)
    {
        // Those of a containerd that is a store of its own are told by that.
        HashSet<EntryRef> told = [.. directory == EvidenceTree.None ? [] : inventory.Blobs.Select(b => b.Entry)];
        foreach (int blob in directory == EvidenceTree.None ? [] : Tree.Children(directory).ToArray())
        {
            var entry = new EntryRef(root.Files.Source, blob);
            if (Tree[blob].Kind == EntryKind.File && ObjectIds.IsDigest(Tree.Name(blob)) && !told.Contains(entry))
                inventory.Blobs.Add(new ContentBlob(entry, "sha256:" + Encoding.ASCII.GetString(Tree.Name(blob))));
        }
    }

    private void Add(int? node, StorePlaceKind kind, Func<StorePlace, StorePlace>? own = null)
    {
        if (node is not int at)
            return;
        var place = new StorePlace(new EntryRef(root.Files.Source, at), kind);
        inventory.Places.Add(own is null ? place : own(place));
    }

    private int? Node(Origin? origin) => origin is { Path.IsEmpty: false } place ? Existing(Tree.Find(EvidenceTree.Root, place.Path.Bytes)) : null;

    private static int? Existing(int node) => node == EvidenceTree.None ? null : node;
}
