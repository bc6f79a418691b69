using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.DiskImages;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Contracts.Stores.Writers;
using StoreForensics.Verification;

namespace StoreForensics.Tests.Stores.Archives;

/// <summary>Saved images that are damaged, cut down or unusual: what is there is told, and what is not is said.</summary>
internal sealed class ArchiveFaultsTests
{
    private static readonly DescribedImage s_image = SmallStore.Description.Images[0];

    private static string Config => ContainerdWriter.Digest(ContainerdWriter.ConfigOf(s_image))[7..];

    private static string Diff => new LayerTar(s_image.Layers.First()).DiffId;

    [TestCase("null")]
    [TestCase("[]")]
    public void A_list_of_no_images_is_an_archive_that_holds_none(string list)
    {
        MadeStore store = new MadeStore().File("manifest.json", list);
        Assert.That(store.Read().Stores, Has.Count.EqualTo(1));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-ARCHIVE-0001" }));
    }

    [TestCase("""{"name":"page","version":1}""")]
    [TestCase("""[{"name":"page"}]""")]
    public void A_manifest_of_another_kind_is_none(string text)
    {
        MadeStore store = new MadeStore().File("manifest.json", text).File("backup.tar", "x");
        Assert.That(store.Read().Stores, Is.Empty);
    }

    [Test]
    public void Without_its_configuration_an_image_has_its_layers()
    {
        MadeStore store = Podman().Without(Config + ".json");
        Inventory inventory = store.Read();
        Assert.That(store.Codes, Does.Contain("SF-ARCHIVE-0002"));
        Assert.That(inventory.Images.Single().Id, Is.EqualTo("sha256:" + Config));
        Assert.That(inventory.Images.Single().Layers.Select(l => l.Files is not null), Is.EqualTo(new[] { true }));
    }

    [Test]
    public void A_layer_that_is_no_tar_is_said_to_be_none()
    {
        MadeStore store = Podman().File(Diff[7..] + ".tar", "no tar at all");
        Inventory inventory = store.Read();
        Assert.That(inventory.Layers.Single().Files, Is.Null);
        Assert.That(inventory.Layers.Single().UnreachableReason, Is.Not.Null);
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-ARCHIVE-0003" }));
    }

    [Test]
    public void An_altered_layer_and_an_altered_configuration_are_found()
    {
        byte[] tar = new LayerTar(s_image.Layers.First()).Bytes;
        tar[^1] ^= 1;
        MadeStore store = Podman().File(Diff[7..] + ".tar", tar);
        store.Replace(Config + ".json", "amd64", "amd65");
        Inventory inventory = store.Read();
        VerificationResult result = StoreVerifier.Verify(inventory, store.Sources(inventory), store.Problems);
        Assert.That(result.Checks.Where(c => c.Status == CheckStatus.Altered).Select(c => $"{c.Kind} {c.Subject}"), Is.EqualTo(new[]
        {
            $"Image sha256:{Config}", $"Layer {Diff}", $"Blob {Diff}",
        }));
    }

    [Test]
    public void What_a_name_leads_to_may_not_be_there()
    {
        MadeStore store = Layout(Digest('a'), "");
        Assert.That(store.Read().Images, Is.Empty);
        Assert.That(store.Codes, Is.EquivalentTo(new[] { "SF-ARCHIVE-0004", "SF-ARCHIVE-0001" }));
    }

    [Test]
    public void What_is_no_image_is_named()
    {
        byte[] manifest = Encoding.ASCII.GetBytes($$"""
            {"schemaVersion":2,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":"{{Digest('c')}}"},"layers":[]}
            """);
        MadeStore store = Layout(ContainerdWriter.Digest(manifest), "").File("blobs/sha256/" + ContainerdWriter.Digest(manifest)[7..], manifest);
        Assert.That(store.Read().Images, Is.Empty);
        Assert.That(store.Problems.Sorted().Single(p => p.Code == "SF-ARCHIVE-0005").Message, Does.Contain("helm"));
    }

    [Test]
    public void An_encrypted_and_a_foreign_layer_are_named()
    {
        byte[] config = Encoding.ASCII.GetBytes($$$"""{"architecture":"amd64","os":"linux","rootfs":{"diff_ids":["{{{Digest('1')}}}","{{{Digest('2')}}}"]}}""");
        byte[] secret = "sealed"u8.ToArray();
        byte[] manifest = Encoding.ASCII.GetBytes($$"""
            {"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{ContainerdWriter.Digest(config)}}"},"layers":[
            {"mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar+gzip","digest":"{{Digest('d')}}","urls":["https://example.org/base"]},
            {"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip+encrypted","digest":"{{ContainerdWriter.Digest(secret)}}","size":6}]}
            """);
        MadeStore store = Layout(ContainerdWriter.Digest(manifest), "\"annotations\":{\"org.opencontainers.image.ref.name\":\"v1\"},");
        foreach (byte[] blob in new[] { config, manifest, secret })
            store.File("blobs/sha256/" + ContainerdWriter.Digest(blob)[7..], blob);
        Inventory inventory = store.Read();
        Assert.That(inventory.FindImage("v1").Layers.Select(l => l.Files is null), Is.EqualTo(new[] { true, true }));
        Assert.That(inventory.Layers.Select(l => l.UnreachableReason), Has.One.Contains("https://example.org/base").And.One.Contains("encrypted"));
    }

    [Test]
    public void Numbers_of_layers_that_differ_are_told()
    {
        MadeStore store = Podman();
        store.Replace("manifest.json", $"\"{Diff[7..]}.tar\"", $"\"{Diff[7..]}.tar\",\"{Diff[7..]}.tar\"");
        Assert.That(store.Read().Images.Single().Layers, Has.Count.EqualTo(1));
        Assert.That(store.Codes, Does.Contain("SF-ARCHIVE-0006"));
    }

    [Test]
    public void A_name_of_the_oldest_form_may_point_to_nothing()
    {
        MadeStore store = ImageFilesWriter.Made(SavedForms.Graph([s_image])).File("repositories", """{"gone":{"1":"abc"}}""");
        Assert.That(store.Read().Images, Has.Count.EqualTo(s_image.Steps.Count));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-ARCHIVE-0007" }));
    }

    /// <summary>A name means the platform that docker save lists, else linux on amd64; the others have it by their digests.</summary>
    [TestCase(null, "amd64")]
    [TestCase("arm64", "arm64")]
    public void Of_several_platforms_one_has_the_name(string? saved, string named)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        string[] members = [.. new[] { "arm64", "amd64" }.Select(a =>
            $$$"""{"digest":"{{{Platform(files, a)}}}","platform":{"os":"linux","architecture":"{{{a}}}"}}""")];
        string statement = $$$"""{"digest":"{{{Digest('9')}}}","annotations":{"vnd.docker.reference.type":"attestation-manifest"}}""";
        string index = Blob(files, $$"""{"manifests":[{{string.Join(',', members)}},{{statement}}]}""");
        MadeStore store = Layout(index, "\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/web:1\"},");
        foreach ((string digest, byte[] bytes) in files)
            store.File("blobs/sha256/" + digest[7..], bytes);
        if (saved is not null)
            store.File("manifest.json",
                $$"""[{"Config":"blobs/sha256/{{ContainerdWriter.Digest(PlatformConfig(saved))[7..]}}","RepoTags":["web:1"],"Layers":[]}]""");
        Inventory inventory = store.Read();
        Assert.That(inventory.Images.Select(i => i.Architecture), Is.EquivalentTo(new[] { "amd64", "arm64" }));
        Assert.That(inventory.FindImage("web:1").Architecture, Is.EqualTo(named));
        Assert.That(inventory.Images.SelectMany(i => i.References).Count(r => r.Tag is null), Is.EqualTo(1));
    }

    private static string Platform(Dictionary<string, byte[]> files, string architecture)
    {
        string config = Blob(files, Encoding.ASCII.GetString(PlatformConfig(architecture)));
        return Blob(files, $$"""{"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{config}}"},"layers":[]}""");
    }

    private static byte[] PlatformConfig(string architecture) => Encoding.ASCII.GetBytes($$$"""{"architecture":"{{{architecture}}}","os":"linux","rootfs":{}}""");

    private static string Blob(Dictionary<string, byte[]> files, string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        files[ContainerdWriter.Digest(bytes)] = bytes;
        return ContainerdWriter.Digest(bytes);
    }

    /// <summary>The same empty tar between others is one layer's files at two places.</summary>
    [Test]
    public void A_layer_that_is_there_twice_is_told_once()
    {
        byte[] empty = new byte[1024];
        string diff = ContainerdWriter.Digest(empty);
        byte[] config = Encoding.ASCII.GetBytes($$$"""{"architecture":"amd64","os":"linux","rootfs":{"diff_ids":["{{{diff}}}","{{{diff}}}"]}}""");
        MadeStore store = new MadeStore().File("config.json", config).File("empty.tar", empty)
            .File("manifest.json", """[{"Config":"config.json","RepoTags":["made:1"],"Layers":["empty.tar","empty.tar"]}]""");
        Inventory inventory = store.Read();
        Image image = inventory.FindImage("made:1");
        Assert.That(image.Id, Is.EqualTo(ContainerdWriter.Digest(config)));
        Assert.That(image.Layers.Select(l => l.Id), Is.EqualTo(new[] { diff, diff }));
        Assert.That(inventory.Layers.Count(l => l.Twin is null), Is.EqualTo(1));
        Assert.That(inventory.Layers.Named(diff), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_link_leads_nowhere_outside_of_the_archive()
    {
        MadeStore store = Podman().Without(Diff[7..] + ".tar").Move("", "in").File("secret.tar", new LayerTar(s_image.Layers.First()).Bytes)
            .Link($"in/{Diff[7..]}.tar", "../secret.tar");
        Assert.That(store.Read().Layers.Single().Files, Is.Null);
    }

    [Test]
    public void Of_too_many_archives_in_one_evidence_not_all_are_read()
    {
        var store = new MadeStore();
        byte[] archive = SavedForms.Tar(new(StringComparer.Ordinal) { ["manifest.json"] = "[]"u8.ToArray() });
        for (int i = 0; i <= 1000; i++)
            store.File($"srv/{i}.tar", archive);
        var inventory = new Inventory();
        var within = new List<EntryRef>();
        using var scratch = new Scratch();
        StoreReader.Read(store, null, inventory, store.Problems, new NestedImages(new OpenOptions { Scratch = scratch, Problems = store.Problems }), within);
        Assert.That(within, Has.Count.EqualTo(1000));
        Assert.That(store.Codes, Does.Contain("SF-STORE-0013"));
    }

    private static string Digest(char of) => "sha256:" + new string(of, 64);

    private static MadeStore Podman() => ImageFilesWriter.Made(SavedForms.Podman([s_image]));

    private static MadeStore Layout(string digest, string more) => new MadeStore()
        .File("oci-layout", """{"imageLayoutVersion":"1.0.0"}""").Folder("blobs/sha256")
        .File("index.json", $$"""{"schemaVersion":2,"manifests":[{ {{more}} "digest":"{{digest}}"}]}""");
}
