using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Contracts.Stores.Expected;
using StoreForensics.Tests.Contracts.Stores.Writers;

namespace StoreForensics.Tests.Stores.Registry;

/// <summary>A registry's storage as distribution 2.8 lays it out: what tags point to and pointed to, and what was deleted or broken off.</summary>
internal sealed class RegistryTests
{
    private const string V2 = "docker/registry/v2/", Web = V2 + "repositories/team/web/";

    private static readonly DescribedImage s_base = SmallStore.Description.Images[0], s_app = SmallStore.Description.Images[1];

    [Test]
    public void Tags_point_where_they_pointed_and_their_moves_have_times()
    {
        Inventory inventory = Store().Read();
        Assert.That(inventory.Stores.Select(s => s.Driver), Is.EqualTo(new[] { "registry" }));
        Assert.That(inventory.FindImage("team/web:1").Id, Is.EqualTo(Id(s_app)));
        Assert.That(inventory.Images.SelectMany(i => i.References.Select(r => $"{r.Repository} {r.Tag}")).Order(StringComparer.Ordinal),
            Is.EqualTo(new[] { "team/web ", "team/web 1" }));
        Assert.That(inventory.EngineEvents.Where(e => e.EventType == "image.tagged").OrderBy(e => e.Time.Seconds).Select(e => $"{e.Time.Seconds} {e.Image?.Id}"),
            Is.EqualTo(new[] { $"100 {Id(s_base)}", $"200 {Id(s_app)}" }));
    }

    [Test]
    public void An_image_shows_its_layers()
    {
        Image image = Store().Read().FindImage("team/web:1");
        Assert.That(ViewLines.Of(image.Layers[^1]), Is.EqualTo(ViewLines.Of(s_app.Layers)));
    }

    [Test]
    public void Deleted_manifests_broken_uploads_and_blobs_without_a_name_are_left()
    {
        string manifest = Manifest(s_base).Digest;
        MadeStore store = Store().Without($"{Web}_manifests/revisions/sha256/{manifest[7..]}")
            .File(Web + "_uploads/u1/startedat", "2026-11-02T10:00:00Z").File(Web + "_uploads/u1/data", "part");
        Inventory inventory = store.Read();
        Assert.That(inventory.Leftovers.Select(l => $"{l.Kind}: {l.Name}"), Does.Contain($"deleted manifest: team/web@{manifest}")
            .And.Contain("unfinished upload: team/web u1").And.Contain($"unnamed blob: {manifest}"));
        Assert.That(inventory.EngineEvents.Single(e => e.EventType == "content.download.started").Time, Is.EqualTo(Timestamp.TryParse("2026-11-02T10:00:00Z")));
        // Its image can still be looked into, and is none of those that the registry has.
        Assert.That(inventory.Images.Select(i => (i.Id, i.Recovery?.Word)), Is.EquivalentTo(new[] { (Id(s_base), "intact"), (Id(s_app), (string?)null) }));
        Assert.That(inventory.FindImage(Id(s_base)).Layers[^1].Files, Is.Not.Null);
    }

    /// <summary>Deletion takes the link and leaves its directory.</summary>
    [Test]
    public void A_deleted_manifest_is_told_with_the_time_of_that()
    {
        string manifest = Manifest(s_base).Digest, revision = $"{Web}_manifests/revisions/sha256/{manifest[7..]}";
        MadeStore store = Store().Without(revision).Without($"{Web}_manifests/tags/1/index/sha256/{manifest[7..]}");
        store.Put(revision, new EntryMetadata { Kind = EntryKind.Directory, Modified = new Timestamp(300, 0) });
        Inventory inventory = store.Read();
        Assert.That(inventory.EngineEvents.Where(e => e.EventType == "image.tag.removed").Select(e => $"{e.Time.Seconds} {e.Image?.Id}"),
            Is.EqualTo(new[] { $"300 {Id(s_base)}" }));
        Assert.That(inventory.Leftovers.Count(l => l.Kind == "deleted manifest"), Is.EqualTo(1));
    }

    [Test]
    public void A_link_that_holds_no_digest_is_told()
    {
        MadeStore store = Store().File(Web + "_manifests/tags/1/current/link", "gibberish");
        Assert.That(store.Read().Leftovers.Select(l => l.Kind), Does.Contain("deleted tag"));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-REGISTRY-0001" }));
    }

    private static MadeStore Store()
    {
        var store = new MadeStore();
        Push(store, s_base, 100);
        Push(store, s_app, 200);
        Note(store, Web + "_manifests/tags/1/current/link", Manifest(s_app).Digest, 200);
        return store;
    }

    private static string Id(DescribedImage image) => ContainerdWriter.Digest(ContainerdWriter.ConfigOf(image));

    private static (byte[] Bytes, string Digest) Manifest(DescribedImage image)
    {
        SortedDictionary<string, byte[]> files = SavedForms.Layout([image], SavedForms.Gzip);
        byte[] bytes = files.Values.Single(b => Encoding.UTF8.GetString(b).StartsWith("""{"schemaVersion":2,"mediaType""", StringComparison.Ordinal));
        return (bytes, ContainerdWriter.Digest(bytes));
    }

    private static void Push(MadeStore store, DescribedImage image, long time)
    {
        string manifest = Manifest(image).Digest;
        foreach ((string path, byte[] bytes) in SavedForms.Layout([image], SavedForms.Gzip).Where(f => f.Key.StartsWith("blobs/", StringComparison.Ordinal)))
        {
            string hex = path.Split('/')[^1];
            store.File($"{V2}blobs/sha256/{hex[..2]}/{hex}/data", bytes);
            if ("sha256:" + hex != manifest)
                Note(store, $"{Web}_layers/sha256/{hex}/link", "sha256:" + hex, time);
        }
        Note(store, $"{Web}_manifests/revisions/sha256/{manifest[7..]}/link", manifest, time);
        Note(store, $"{Web}_manifests/tags/1/index/sha256/{manifest[7..]}/link", manifest, time);
    }

    private static void Note(MadeStore store, string path, string text, long time) =>
        store.Put(path, new EntryMetadata { Kind = EntryKind.File, Size = text.Length, Modified = new Timestamp(time, 0) }, Encoding.ASCII.GetBytes(text));
}
