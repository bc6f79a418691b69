using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.DiskImages;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;
using StoreForensics.Tests.Formats.Bolt;
using StoreForensics.Tests.Ingest.FileSystems.Erofs;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Ingest.DiskImages;

/// <summary>Images of file systems that are files of an evidence.</summary>
internal sealed class NestedImagesTests
{
    private const string Snapshotter = "io.containerd.snapshotter.v1.erofs";

    [Test]
    public void Files_have_origins_that_go_through_the_image()
    {
        MadeStore store = new MadeStore().File("a/layer.erofs", ErofsFixtures.Image("inline"));
        IEvidenceSource? inside = Images(store).Open(File(store, "a/layer.erofs"));
        int node = inside!.Tree.Find(EvidenceTree.Root, "few/name-0001"u8);
        Assert.Multiple(() =>
        {
            Assert.That(inside.Origin(node).Path.ToString(), Is.EqualTo("a/layer.erofs!few/name-0001"));
            Assert.That(inside.Name, Is.EqualTo(store.Name));
            Assert.That(inside.Wrapping, Is.EqualTo(new[] { "tar", "erofs" }));
            Assert.That(Text(inside, "few/name-0001"), Is.EqualTo("1"));
            Assert.That(store.Codes, Is.Empty);
        });
    }

    [Test]
    public void What_is_no_image_is_told_once()
    {
        MadeStore store = new MadeStore().File("layer.erofs", "no image");
        NestedImages images = Images(store);
        Assert.That(images.Open(File(store, "layer.erofs")), Is.Null);
        Assert.That(images.Open(File(store, "layer.erofs")), Is.Null);
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-DISK-0018" }));
        Assert.That(images.Sources, Is.Empty);
    }

    /// <summary>More than are kept open; a process may not have many files.</summary>
    [Test]
    public void Many_images_are_all_read()
    {
        var store = new MadeStore();
        for (int i = 0; i < 150; i++)
            store.File($"{i}/layer.erofs", ErofsFixtures.Image("inline"));
        NestedImages images = Images(store);
        IEvidenceSource?[] all = [.. Enumerable.Range(0, 150).Select(i => images.Open(File(store, $"{i}/layer.erofs")))];
        Assert.That(all.Select(a => a is null ? null : Text(a, "long")[..8]), Is.All.EqualTo("0000000\n"));
        Assert.That(images.Sources, Has.Count.EqualTo(150));
    }

    [Test]
    public void A_snapshot_that_is_an_image_is_a_layer()
    {
        byte[] records = new BoltTreeWriter().Set(1ul, "v1", "snapshots", "k8s.io/1/sha256:aa", "id").Set(2ul, "v1", "snapshots", "k8s.io/1/sha256:aa", "kind")
            .Build();
        MadeStore store = new MadeStore().File($"{Snapshotter}/snapshots/1/layer.erofs", ErofsFixtures.Image("inline")).Folder($"{Snapshotter}/snapshots/1/fs")
            .File($"{Snapshotter}/metadata.db", records).Folder("io.containerd.content.v1.content/blobs/sha256")
            .Folder("io.containerd.metadata.v1.bolt");
        var inventory = new Inventory();
        NestedImages images = Images(store);
        StoreReader.Read(store, null, inventory, store.Problems, images);
        LayerFiles? files = inventory.Layers.Single(l => l.Id == "1").Files;
        Assert.Multiple(() =>
        {
            Assert.That(files?.Source, Is.SameAs(images.Sources.Single()));
            Assert.That(files?.IsWholeTree, Is.False);
            Assert.That(files?.Whiteouts.IsOpaque(files.Tree, files.Tree.Find(EvidenceTree.Root, "none"u8)), Is.True, "trusted.overlay.opaque");
        });
    }

    private static NestedImages Images(MadeStore store) => new(new OpenOptions { Scratch = new Scratch(), Problems = store.Problems });

    private static EntryRef File(MadeStore store, string path) => new(store, store.Tree.Find(EvidenceTree.Root, System.Text.Encoding.UTF8.GetBytes(path)));

    private static string Text(IEvidenceSource source, string path)
    {
        using Stream stream = source.Open(source.Tree.Find(EvidenceTree.Root, System.Text.Encoding.UTF8.GetBytes(path)));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
