using System.Text;
using System.Text.Json;
using SampleRecipes;
using SampleRecipes.Archive;
using SampleRecipes.Webshop;

namespace StoreForensics.Tests.Samples;

/// <summary>
/// The root is consistent in itself, and what planted.json lists is in it. Looks at the recipe's tree, which
/// <see cref="SampleRecipeTests"/> ties to the committed bytes: the library's tar reader gives up on a name with a line break.
/// </summary>
[TestFixture]
public sealed class WebshopSampleTests
{
    private readonly DataRoot _root = WebshopSample.Build();

    [Test]
    public void Every_layer_lists_its_images_ancestors_and_its_size()
    {
        string[] images = [.. _root.Nodes.Select(node => node.Path.Split('/'))
            .Where(parts => parts is ["graph", not "_tmp"]).Select(parts => parts[1])];
        Assert.That(images, Has.Length.EqualTo(19));
        foreach (string id in images)
        {
            using JsonDocument json = Description(id);
            Assert.That(json.RootElement.GetProperty("id").GetString(), Is.EqualTo(id));
            Assert.That(Text("aufs/layers/" + id), Is.EqualTo(Ancestors(id)));
            Assert.That(Text($"graph/{id}/layersize"), Is.EqualTo(LayerSize(id)));
        }
    }

    [Test]
    public void Whiteouts_of_a_mounted_branch_share_the_inode_of_its_base_whiteout()
    {
        string layer = "aufs/diff/" + WebshopContainers.WebId;
        foreach (string mark in new[] { "/var/log/apache2/.wh.access.log", "/var/log/apache2/.wh.error.log", "/var/www/shop/cache/.wh..wh..opq" })
        {
            Assert.That(_root[layer + mark].Kind, Is.EqualTo(NodeKind.HardLink));
            Assert.That(_root[layer + mark].LinkTarget, Is.EqualTo(layer + "/.wh..wh.aufs"));
        }
    }

    [Test]
    public void Link_graph_keeps_the_removed_containers_traces()
    {
        byte[] database = _root["linkgraph.db"].Content;
        Assert.That(database.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Ids.For("container/legacy"))), Is.Positive, "orphan edge");
        Assert.That(database.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Ids.For("container/ghost") + "0ghost")), Is.Positive, "deleted row");
    }

    [Test]
    public void Running_containers_are_recorded_without_an_end()
    {
        string[] running = [.. _root.Nodes.Where(node => node.Path.EndsWith("/config.json", StringComparison.Ordinal)
                && node.Path.StartsWith("containers/", StringComparison.Ordinal))
            .Select(node => JsonDocument.Parse(node.Content).RootElement)
            .Where(json => json.GetProperty("State").GetProperty("Running").GetBoolean()
                && json.GetProperty("State").GetProperty("FinishedAt").GetString() == "0001-01-01T00:00:00Z")
            .Select(json => json.GetProperty("Name").GetString()!)];
        Assert.That(running, Is.EquivalentTo(new[] { "/db", "/web" }));
    }

    [Test]
    public void What_is_planted_is_there()
    {
        using var planted = JsonDocument.Parse(SampleArchive.ReadFile(Program.Webshop, "planted.json"));
        string[] paths = [.. _root.Nodes.Select(node => node.Path)];
        foreach (JsonElement item in planted.RootElement.GetProperty("planted").EnumerateArray())
        {
            if (item.GetProperty("path").GetString() is not { } path)
                continue;
            int slash = path.LastIndexOf('/') + 1;
            string whiteout = path[..slash] + ".wh." + path[slash..];
            bool isDeletion = item.GetProperty("what").GetString()!.StartsWith("log deleted", StringComparison.Ordinal);
            Assert.That(paths, Has.Some.EndsWith(isDeletion ? whiteout : path), path);
        }
    }

    private JsonDocument Description(string id) => JsonDocument.Parse(_root[$"graph/{id}/json"].Content);

    private string Text(string path) => Encoding.UTF8.GetString(_root[path].Content);

    private string Ancestors(string id)
    {
        using JsonDocument json = Description(id);
        string? parent = json.RootElement.TryGetProperty("parent", out JsonElement value) ? value.GetString() : null;
        return parent is null ? "" : parent + "\n" + Ancestors(parent);
    }

    private string LayerSize(string id)
    {
        long size = 0;
        foreach (Node node in _root.Nodes.Where(node => node.Path.StartsWith($"aufs/diff/{id}/", StringComparison.Ordinal)))
            size += node.Kind == NodeKind.Symlink ? node.LinkTarget.Length : node.Content.Length;
        return FormattableString.Invariant($"{size}");
    }
}
