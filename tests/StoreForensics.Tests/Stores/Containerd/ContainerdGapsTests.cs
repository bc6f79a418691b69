using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Contracts.Stores.Writers;
using StoreForensics.Tests.Formats.Bolt;
using StoreForensics.Verification;

namespace StoreForensics.Tests.Stores.Containerd;

/// <summary>Stores of containerd of which a part is missing or was altered: that is said, and the rest is read.</summary>
internal sealed class ContainerdGapsTests
{
    private const string Content = ContainerdWriter.Home + "io.containerd.content.v1.content";
    private const string Meta = ContainerdWriter.Home + "io.containerd.metadata.v1.bolt";
    private const string Snapshots = ContainerdWriter.Home + "io.containerd.snapshotter.v1.overlayfs";

    [TestCase(Meta, "the metadata (io.containerd.metadata.v1.bolt/meta.db)")]
    [TestCase(Content, "the content (io.containerd.content.v1.content)")]
    [TestCase(Snapshots, "the snapshots of overlayfs (io.containerd.snapshotter.v1.overlayfs)")]
    [TestCase(Snapshots + "/metadata.db", "the records of overlayfs (metadata.db)")]
    public void A_part_is_not_there(string path, string words)
    {
        MadeStore store = Make().Without(path);
        Inventory inventory = store.Read();
        Assert.That(Told(store), Has.Some.StartsWith("SF-CONTAINERD-0001").And.Some.Contains(words));
        Assert.That(inventory.Containers.Select(c => c.Name), Is.EqualTo(SmallStore.Description.Containers.Select(c => c.Name)));
        Assert.That(inventory.Stores.Select(s => s.Name), Is.EqualTo(new[] { "overlayfs" }));
    }

    /// <summary>What is there and not read must not pass for all of the evidence.</summary>
    [Test]
    public void Layers_in_images_of_a_file_system_are_said_to_be_unread()
    {
        MadeStore store = Make().File(Snapshots + "/snapshots/1/layer.erofs", "an image");
        Assert.That(store.Read().Layers.Single(l => l.Id == "1").Files, Is.Null);
        Assert.That(Told(store), Has.Some.StartsWith("SF-CONTAINERD-0009").And.Some.Contains("not read: 1; its files lie in an EROFS image"));
    }

    /// <summary>containerd records a blob once it is there and whole.</summary>
    [TestCase(true, " is not there")]
    [TestCase(false, " bytes, not ")]
    public void A_blob_is_not_as_the_metadata_records_it(bool isGone, string words)
    {
        MadeStore store = Make();
        string blob = store.Read().Blobs.Select(b => b.Digest["sha256:".Length..]).Order(StringComparer.Ordinal).First();
        string path = $"{Content}/blobs/sha256/{blob}";
        Assert.That(Told(store), Is.Empty);
        MadeStore altered = isGone ? Make().Without(path) : Make().File(path, "");
        altered.Read();
        Assert.That(Told(altered), Has.Some.StartsWith("SF-CONTAINERD-0010").And.Some.Contains($"1; sha256:{blob}").And.Some.Contains(words));
    }

    /// <summary>The snapshotter's own names say what is whose.</summary>
    [Test]
    public void Without_metadata_containers_have_their_layers()
    {
        Inventory inventory = Make().Without(Meta).Read();
        Assert.That(inventory.Containers.Select(c => c.Layer is not null && c.InitLayer is not null), Is.All.True);
    }

    /// <summary>As when the system's containerd was not collected, and when it alone was.</summary>
    [Test]
    public void One_half_is_not_there()
    {
        MadeStore docker = Make().Without("containerd");
        Assert.That(docker.Read().Containers.Select(c => c.Store.HasImages), Is.All.False);
        Assert.That(Told(docker), Has.Some.StartsWith("SF-STORE-0006").And.Some.Contains("containerd keeps in its own store"));

        MadeStore containerd = Make().Without("containers").Without("volumes");
        Inventory inventory = containerd.Read();
        Assert.That(Told(containerd), Has.Some.StartsWith("SF-CONTAINERD-0006"));
        Assert.That(inventory.Images, Has.Count.EqualTo(SmallStore.Description.Images.Count));
        Assert.That(inventory.Leftovers, Is.Empty);
    }

    [Test]
    public void The_system_s_containerd_is_found_by_its_snapshots()
    {
        MadeStore store = Make().Move("containers", "data/containers").Move("volumes", "data/volumes");
        Inventory inventory = store.Read();
        Assert.That(inventory.Containers.Select(c => (c.Store.Name, c.Layer is null, c.Image is null)), Is.All.EqualTo(("overlayfs", false, false)));
        Assert.That(Told(store), Is.Empty);
    }

    [Test]
    public void A_container_has_no_snapshot()
    {
        var meta = new BoltTreeWriter().Set("x", "v1", "moby", "images", "a", "target", "digest");
        meta.Set("moby/1/k", "v1", "moby", "snapshots", "overlayfs", "k", "name");
        var snapshots = new BoltTreeWriter().Set("x", "v1", "snapshots", "moby/2/j", "parent").Set(7, "v1", "snapshots", "moby/5/z", "id");
        MadeStore store = Make().Without(Snapshots).File(Meta + "/meta.db", meta.Build()).Folder(Snapshots + "/snapshots/7/fs")
            .File(Snapshots + "/metadata.db", snapshots.Build());
        store.Read();
        Assert.That(Told(store).Select(t => t[..18]).Distinct().Order(), Is.EqualTo(new[]
        {
            "SF-CONTAINERD-0002", "SF-CONTAINERD-0003", "SF-CONTAINERD-0004", "SF-CONTAINERD-0007",
        }));
    }

    /// <summary>Docker 20.10 with a graph driver notes there what it pulled.</summary>
    [Test]
    public void A_containerd_that_keeps_no_image_is_no_store()
    {
        string digest = "sha256:" + new string('a', 64);
        byte[] meta = new BoltTreeWriter().Set(2, "v1", "moby", "content", "blob", digest, "size").Build();
        MadeStore store = LayeredSample.Make().File(Meta + "/meta.db", meta).File($"{Content}/blobs/sha256/{digest[7..]}", "x");
        Inventory inventory = store.Read();
        Assert.That(inventory.Stores.Select(s => s.Era), Is.EqualTo(new[] { "layered" }));
        Assert.That(inventory.Blobs.Select(b => b.Digest), Is.EqualTo(new[] { digest }));
    }

    [Test]
    public void The_configuration_of_an_image_is_gone()
    {
        MadeStore store = Make();
        DescribedImage image = SmallStore.Description.Images[0];
        string config = System.Text.Json.JsonDocument.Parse(store.Bytes(BlobOf(image))).RootElement.GetProperty("config").GetProperty("digest").GetString()!;
        store.Without($"{Content}/blobs/sha256/{config[7..]}");
        Assert.That(store.Read().Images.Select(i => i.Id), Has.Some.EqualTo(new ContainerdWriter().IdOf(image)));
        Assert.That(store.Problems.Sorted().Select(p => p.Code), Has.Some.EqualTo("SF-CONTAINERD-0005"));
    }

    [Test]
    public void The_tar_of_a_layer_ends_early()
    {
        MadeStore store = Make();
        byte[] tar = new LayerTar(SmallStore.Description.Images[0].Layers.First()).Bytes;
        string path = $"{Content}/blobs/sha256/{new LayerTar(SmallStore.Description.Images[0].Layers.First()).DiffId[7..]}";
        store.File(path, tar[..700]);
        VerificationResult result = StoreVerifier.Verify(store.Read(), [store], store.Problems);
        Assert.That(store.Problems.Sorted().Select(p => p.Code), Has.Some.EqualTo("SF-TARSPLIT-0009"));
        Assert.That(result.Checks.Where(c => c.Status == CheckStatus.Altered).Select(c => c.Kind), Is.EqualTo(new[] { CheckKind.Blob }));
    }

    [Test]
    public void A_file_of_a_layer_was_altered()
    {
        MadeStore store = Make();
        Inventory before = store.Read();
        Layer layer = before.Images.SelectMany(i => i.Layers).First();
        int file = Enumerable.Range(0, store.Tree.Count).First(n => store.Tree[n].Kind == EntryKind.File && store.Tree.Extra(n).Links < 2
            && store.Tree[n].Size > 0 && store.Tree.IsWithin(n, layer.Files!.Root));
        string path = Encoding.UTF8.GetString(store.Tree.PathOf(file).Bytes);
        byte[] bytes = [.. store.Bytes(path)];
        bytes[0] ^= 1;
        store = Make();
        store.Put(path, Facts(before, layer, path), bytes);
        VerificationResult result = StoreVerifier.Verify(store.Read(), [store], store.Problems);
        Assert.That(result.Checks.Where(c => c.IsMismatch).Select(c => c.Kind), Is.EquivalentTo(new[] { CheckKind.Layer, CheckKind.File }));
    }

    private static EntryMetadata Facts(Inventory inventory, Layer layer, string path)
    {
        EvidenceTree tree = layer.Files!.Tree;
        EvidenceNode node = tree[tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(path))];
        Assert.That(inventory.Layers, Does.Contain(layer));
        return new EntryMetadata
        {
            Kind = node.Kind,
            Mode = node.Mode,
            Uid = node.Uid,
            Gid = node.Gid,
            Size = node.Size,
            Modified = node.Modified,
            HasFraction = node.HasFraction,
        };
    }

    private static string BlobOf(DescribedImage image) => $"{Content}/blobs/sha256/{new ContainerdWriter().IdOf(image)[7..]}";

    private static MadeStore Make() => new ContainerdWriter().Write(SmallStore.Description);

    private static IEnumerable<string> Told(MadeStore store) =>
        store.Problems.Sorted().Where(p => p.Severity != ProblemSeverity.Note).Select(p => $"{p.Code} {p.Message}");
}
