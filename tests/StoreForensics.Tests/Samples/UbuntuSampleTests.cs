using System.Buffers.Binary;
using System.Formats.Tar;
using System.Globalization;
using System.Text.Json;
using SampleRecipes;
using SampleRecipes.Ubuntu;

namespace StoreForensics.Tests.Samples;

/// <summary>The numbers of the walk-through (docker-storage-formats.md section 2) hold in the committed sample.</summary>
[TestFixture]
public sealed class UbuntuSampleTests
{
    private const string Precise = "8dbd9e392a964056420e5d58ca5cc376ef18e2de93b5cc90e868a1bbc8318c1c";
    private const string Quantal = "b750fe79269d2ec9a3c593ef05b4332b1d1a02a62b4accb2c21d589ff2f5f2dc";
    private const string Built = "95d8b8aeedecd36eb7c9e70f01c7b1e81203abd2cd6a17d7db9cdf582a55547b";
    private const string Container = "2c43fda23b3e86ad16dbddde96c5a8ffc9f30db1985ceac9468387324403ab84";
    private readonly SampleArchive _sample = SampleArchive.Open(Program.Ubuntu);

    [TestCase("", "0700", "12-17 14:48")]
    [TestCase("aufs", "0755", "12-17 12:16")]
    [TestCase("containers", "0700", "12-17 14:48")]
    [TestCase("graph", "0700", "12-17 14:48")]
    [TestCase("graph/_tmp", "0700", "12-17 14:48")]
    [TestCase("linkgraph.db", "0644", "12-17 14:48")]
    [TestCase("lxc-start-unconfined", "0777", "12-17 12:16")]
    [TestCase("repositories-aufs", "0600", "12-17 14:48")]
    [TestCase("volumes", "0700", "12-17 12:16")]
    [TestCase("graph/" + Precise + "/json", "0600", "12-17 12:17")]
    [TestCase("graph/" + Built + "/layersize", "0600", "12-17 14:48")]
    [TestCase("aufs/diff/27cf784147099545", "0755", "03-23 10:00")]
    [TestCase("aufs/diff/" + Quantal, "0755", "03-24 12:00")]
    [TestCase("aufs/diff/" + Built + "/test.txt", "0644", "12-17 14:48")]
    [TestCase("aufs/diff/" + Built + "/.wh..wh.aufs", "0444", "12-17 14:48")]
    [TestCase("aufs/diff/" + Built + "/.wh..wh.orph", "0700", "12-17 14:48")]
    [TestCase("aufs/diff/" + Built + "/.wh..wh.plnk", "0700", "12-17 14:48")]
    public void Modes_and_times_of_2013(string path, string mode, string time)
    {
        Assert.That(_sample.Mode(path), Is.EqualTo(mode));
        Assert.That(_sample.Modified(path).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Is.EqualTo("2013-" + time));
    }

    [TestCase("", "2013-04-11")]
    [TestCase("/bin", "2013-04-11")]
    [TestCase("/boot", "2012-04-19")]
    [TestCase("/home", "2012-04-19")]
    [TestCase("/mnt", "2012-04-19")]
    [TestCase("/proc", "2012-04-19")]
    [TestCase("/sys", "2012-04-14")]
    [TestCase("/selinux", "2012-03-05")]
    [TestCase("/dev", "2013-12-17 12:17")]
    [TestCase("/etc", "2013-12-17 12:17")]
    [TestCase("/lib64", "2013-12-17 12:17")]
    [TestCase("/run", "2013-12-17 12:17")]
    [TestCase("/sbin", "2013-12-17 12:17")]
    [TestCase("/var", "2013-12-17 12:17")]
    [TestCase("/lib", "2013-12-17 12:16")]
    [TestCase("/root", "2013-12-17 12:16")]
    [TestCase("/usr", "2013-12-17 12:16")]
    public void Directories_of_the_pulled_layer_show_its_authors_time_or_that_of_the_pull(string path, string time) =>
        Assert.That(_sample.Modified($"aufs/diff/{Precise}{path}").ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            Does.StartWith(time));

    [Test]
    public void Root_and_graph_have_the_recorded_entries()
    {
        string[] root = ["aufs", "containers", "graph", "linkgraph.db", "lxc-start-unconfined", "repositories-aufs", "volumes"];
        Assert.That(_sample.Children(""), Is.EquivalentTo(root));
        Assert.That(_sample.Children("graph"), Is.EquivalentTo(new[] { "27cf784147099545", Precise, Quantal, Built, "_tmp" }));
        Assert.That(_sample.Children("aufs/diff"),
            Is.EquivalentTo(new[] { "27cf784147099545", Precise, Quantal, Built, Container, Container + "-init" }));
        Assert.That(_sample.Children($"aufs/diff/{Precise}"), Has.None.StartsWith(".wh."));
        Assert.That(_sample.Entries["lxc-start-unconfined"].LinkName, Is.EqualTo("/usr/bin/lxc-start"));
    }

    [Test]
    public void Repositories_have_409_bytes_before_the_build()
    {
        string after = _sample.Text("repositories-aufs");
        const string Added = "\"test_image\":{\"latest\":\"" + Built + "\"},";
        Assert.That(after, Does.Contain(Added));
        Assert.That(after.Replace(Added, "", StringComparison.Ordinal), Is.EqualTo(UbuntuSample.Repositories(afterBuild: false)).And.Length.EqualTo(409));
    }

    [Test]
    public void Pulled_description_has_437_bytes_and_401_when_compact()
    {
        string text = _sample.Text($"graph/{Precise}/json");
        using var json = JsonDocument.Parse(text);
        Assert.That(text, Has.Length.EqualTo(437));
        Assert.That(JsonSerializer.Serialize(json.RootElement), Has.Length.EqualTo(401));
        Assert.That(json.RootElement.GetProperty("created").GetString(), Is.EqualTo("2013-04-11T14:13:15.57812-07:00"));
        Assert.That(json.RootElement.GetProperty("docker_version").GetString(), Is.EqualTo("0.1.4"));
        foreach (string absent in new[] { "parent", "config", "architecture", "Size", "os", "container" })
            Assert.That(json.RootElement.TryGetProperty(absent, out _), Is.False, absent);
    }

    [Test]
    public void Layer_sizes_give_the_printed_virtual_sizes()
    {
        Assert.That(_sample.Text($"graph/{Precise}/layersize"), Is.EqualTo("128029199"));
        Assert.That(_sample.Text($"graph/{Built}/layersize"), Is.EqualTo("0"));
        long quantal = long.Parse(_sample.Text($"graph/{Quantal}/layersize"), CultureInfo.InvariantCulture)
            + long.Parse(_sample.Text("graph/27cf784147099545/layersize"), CultureInfo.InvariantCulture);
        Assert.That((quantal / 1e6).ToString("F1", CultureInfo.InvariantCulture), Is.EqualTo("175.3"));
    }

    [Test]
    public void Built_description_names_step_container_parent_and_time()
    {
        using var json = JsonDocument.Parse(_sample.Text($"graph/{Built}/json"));
        JsonElement image = json.RootElement;
        Assert.That(image.GetProperty("created").GetString(), Is.EqualTo("2013-12-17T14:48:17.530687093Z"));
        Assert.That(image.GetProperty("parent").GetString(), Is.EqualTo(Precise));
        Assert.That(image.GetProperty("container").GetString(), Is.EqualTo(Container));
        Assert.That(image.GetProperty("architecture").GetString(), Is.EqualTo("x86_64"));
        Assert.That(image.GetProperty("Size").GetInt64(), Is.Zero);
        Assert.That(image.GetProperty("container_config").GetProperty("Cmd").ToString(), Is.EqualTo("[\"/bin/sh\",\"-c\",\"touch test.txt\"]"));
        Assert.That(image.GetProperty("config").GetProperty("Cmd").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(image.GetProperty("config").GetProperty("Hostname").GetString(), Is.EqualTo(Container[..12]));
    }

    [Test]
    public void Link_graph_is_five_pages_of_1024_bytes()
    {
        byte[] database = _sample.Bytes("linkgraph.db");
        Assert.That(database, Has.Length.EqualTo(5120));
        Assert.That(BinaryPrimitives.ReadUInt16BigEndian(database.AsSpan(16)), Is.EqualTo(1024));
    }

    [Test]
    public void Built_layer_holds_one_empty_file_besides_bookkeeping()
    {
        Assert.That(_sample.Children($"aufs/diff/{Built}"),
            Is.EquivalentTo(new[] { ".wh..wh.aufs", ".wh..wh.orph", ".wh..wh.plnk", "test.txt" }));
        Assert.That(_sample.Entries[$"aufs/diff/{Built}/test.txt"].EntryType, Is.EqualTo(TarEntryType.RegularFile));
        Assert.That(_sample.Bytes($"aufs/diff/{Built}/test.txt"), Is.Empty);
    }
}
