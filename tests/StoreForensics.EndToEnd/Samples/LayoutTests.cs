using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary><c>info --layout</c>: what is said of a store's files is in those files, and <c>whose</c> knows them too.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class LayoutTests
{
    private static readonly string s_webapp = Sample("webapp-20.10"), s_ubuntu = Sample("ubuntu-0.7.2"), s_webshop = Sample("webshop-1.6");

    /// <summary>The whole text of a file is its bytes, a link's target the link's, a JSON value stands in the file.</summary>
    [TestCase("webapp-20.10")]
    [TestCase("ubuntu-0.7.2")]
    [TestCase("webshop-1.6")]
    public void Every_value_is_in_its_file(string name)
    {
        string sample = Sample(name);
        IReadOnlyList<JsonRow> facts = Layout(sample);
        int texts = 0;
        foreach (JsonRow fact in facts.Where(f => f.Value("there").GetBoolean() && f.Text("key") is not null))
        {
            string path = "/" + fact.Text("path"), value = fact.Text("value")!;
            switch (fact.Text("key"))
            {
                case "text" when value != "(empty)":
                    texts++;
                    Assert.That(Cat(sample, path).Trim(), Is.EqualTo(value.TrimEnd('…')).Or.StartsWith(value.TrimEnd('…')), path);
                    break;
                case "link to":
                    Assert.That(Entry(sample, path).Text("link_target"), Is.EqualTo(value), path);
                    break;
                case "bytes":
                    Assert.That(Entry(sample, path).Number("size"), Is.EqualTo(long.Parse(value, System.Globalization.CultureInfo.InvariantCulture)), path);
                    break;
                case { } key when key.StartsWith("Repositories", StringComparison.Ordinal):
                    using (var tags = JsonDocument.Parse(Cat(sample, path)))
                    {
                        JsonElement at = tags.RootElement;
                        foreach (string step in key.Split(" › "))
                            at = at.GetProperty(step);
                        Assert.That(at.GetString(), Is.EqualTo(value), path);
                    }
                    break;
            }
        }
        Assert.That(texts, Is.GreaterThan(1));
    }

    [Test]
    public void One_looks_at_the_tags_first_and_follows_one_image()
    {
        IReadOnlyList<JsonRow> facts = Layout(s_ubuntu);
        string image = facts[0].Text("value")!;
        Assert.Multiple(() =>
        {
            Assert.That(facts[0].Text("path"), Is.EqualTo("var/lib/docker/repositories-aufs"));
            Assert.That(Of(facts, "An image's configuration").Text("path"), Is.EqualTo($"var/lib/docker/graph/{image}/json"));
            Assert.That(Of(facts, "An image's size").Text("value"), Is.EqualTo("128029199"));
            Assert.That(Of(facts, "A layer's files").Text("path"), Is.EqualTo($"var/lib/docker/aufs/diff/{image}"));
            Assert.That(Of(facts, "The LXC link").Text("value"), Is.EqualTo("/usr/bin/lxc-start"));
            Assert.That(Of(facts, "Half-made images").Text("path"), Is.EqualTo("var/lib/docker/graph/_tmp"));
            Assert.That(Of(facts, "Names and links of containers").Text("value"), Does.StartWith("2c43fda23b3e"));
            Assert.That(Of(facts, "A deletion").Value("there").GetBoolean(), Is.False, "this store has none, and how one would be spelt is said");
            Assert.That(Of(facts, "A deletion").Text("path"), Does.EndWith("/.wh.{deleted name}"));
        });
    }

    [Test]
    public void A_deletion_is_shown_as_its_driver_spells_it()
    {
        JsonRow overlay = Of(Layout(s_webapp), "A deletion"), aufs = Of(Layout(s_webshop), "A deletion");
        Assert.Multiple(() =>
        {
            Assert.That(Entry(s_webapp, "/" + overlay.Text("path")).Text("kind"), Is.EqualTo("char"));
            Assert.That(overlay.Text("value"), Is.EqualTo("0:0"));
            Assert.That(Path.GetFileName(aufs.Text("path")), Does.StartWith(".wh.").And.Not.StartsWith(".wh..wh."));
        });
    }

    [TestCase("ubuntu-0.7.2", "var/lib/docker/repositories-aufs", "Tags")]
    [TestCase("ubuntu-0.7.2", "var/lib/docker/lxc-start-unconfined", "The LXC link")]
    [TestCase("webapp-20.10", "var/lib/docker/network/files/local-kv.db", "The networks' database")]
    [TestCase("webapp-20.10", "var/lib/docker/image/overlay2/repositories.json", "Tags")]
    public void Whose_knows_what_belongs_to_the_store(string name, string path, string what)
    {
        Assert.That(BuiltProgram.Run("whose", Sample(name), path).MustExit(2).Errors, Does.Contain("the store's own:\n" + what + ": "));
    }

    [Test]
    public void Whose_says_what_an_owners_file_is()
    {
        const string path = "var/lib/docker/graph/27cf784147099545/layersize";
        JsonRow row = BuiltProgram.Run("whose", s_ubuntu, path, "--format", "json").MustExit(0).JsonRows()[0];
        Assert.That((row.Text("what"), row.Text("value")), Is.EqualTo(("An image's size", Cat(s_ubuntu, "/" + path).Trim())));
        Assert.That(BuiltProgram.Run("whose", s_ubuntu, path).MustExit(0).Text, Does.StartWith("An image's size: "));
    }

    private static JsonRow Of(IReadOnlyList<JsonRow> facts, string title) => facts.First(f => f.Text("title") == title);

    private static IReadOnlyList<JsonRow> Layout(string sample) => BuiltProgram.Run("info", sample, "--layout", "--format", "json").MustExit(0, 4).JsonRows();

    private static string Cat(string sample, string path) => BuiltProgram.Run("cat", sample, "@host", path).MustExit(0, 4).Text;

    private static JsonRow Entry(string sample, string path) =>
        BuiltProgram.Run("ls", sample, "@host", Path.GetDirectoryName(path)!, "--format", "json").MustExit(0, 4).JsonRows().Single(r => r.Text("path") == path);

    private static string Sample(string name) => Path.Combine(Checkout.Samples, name, name + ".tar.gz");
}
