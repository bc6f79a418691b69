using System.Text;
using System.Text.Json;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Reports.Ecs;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Data;

public sealed class EcsJsonlWriterTests
{
    // The allowed values of ECS 8.11 that are used here or could be.
    private static readonly string[] s_categories = ["configuration", "database", "file", "host", "network", "package", "process", "session"];
    private static readonly string[] s_types = ["access", "change", "connection", "creation", "deletion", "end", "error", "info", "installation", "start"];

    [Test]
    public void Output_is_the_reviewed_one() => GoldenFile.AssertIs("timeline.ecs.jsonl", Samples.Write(new EcsJsonlWriter(), Samples.Case()));

    [Test]
    public void Every_event_is_a_record_with_what_ecs_demands()
    {
        List<JsonElement> records = Records(Samples.Case());

        Assert.That(records, Has.Count.EqualTo(Samples.Events.Count));
        for (int i = 0; i < records.Count; i++)
        {
            Assert.That(At(records[i], "@timestamp").GetString(), Is.EqualTo(Samples.Events[i].Time.ToString()));
            Assert.That(At(records[i], "event.action").GetString(), Is.EqualTo(Samples.Events[i].Type.Name()));
            Assert.That(At(records[i], "event.sequence").GetInt32(), Is.EqualTo(i + 1));
            Assert.That(At(records[i], "ecs.version").GetString(), Is.EqualTo(EcsJsonlWriter.SchemaVersion));
            Assert.That(At(records[i], "host.name").ValueKind, Is.EqualTo(JsonValueKind.String));
            Assert.That(At(records[i], "labels.evidence").GetString(), Is.EqualTo(Samples.Events[i].Subject.Evidence));
        }
    }

    [Test]
    public void A_file_has_the_names_of_ecs()
    {
        JsonElement record = Records(Samples.Case([Samples.Events[2]])).Single();

        Assert.That(At(record, "file.path").GetString(), Is.EqualTo("/bin/su"));
        Assert.That(At(record, "file.name").GetString(), Is.EqualTo("su"));
        Assert.That(At(record, "file.directory").GetString(), Is.EqualTo("/bin"));
        Assert.That(At(record, "file.mode").GetString(), Is.EqualTo("4755"));
        Assert.That(At(record, "file.gid").GetString(), Is.EqualTo("4294967295"));
        Assert.That(At(record, "file.size").GetInt64(), Is.EqualTo(36832));
        Assert.That(At(record, "file.hash.sha256").GetString(), Has.Length.EqualTo(64));
        Assert.That(At(record, "file.mtime").GetString(), Is.EqualTo(At(record, "@timestamp").GetString()));
        Assert.That(At(record, "container.image.name").EnumerateArray().Select(v => v.GetString()), Is.EqualTo(new[] { "ubuntu:12.04", "ubuntu:precise" }));
        Assert.That(record.TryGetProperty("tags", out _), Is.False, "what is unknown is left out");
    }

    [TestCase(EventType.LayerFileAccessed, "accessed")]
    [TestCase(EventType.LayerFileChanged, "ctime")]
    [TestCase(EventType.VolumeFileBorn, "created")]
    public void Each_time_of_a_file_has_its_own_name(EventType type, string name) =>
        Assert.That(At(Records(Samples.Case([Samples.Events[2] with { Type = type }])).Single(), "file." + name).GetString(), Does.StartWith("2012-05-02"));

    [Test]
    public void Bad_bytes_are_exact_in_labels()
    {
        JsonElement record = Records(Samples.Case([Samples.Events[6]])).Single();

        Assert.That(At(record, "labels.path_base64").GetBytesFromBase64(), Is.EqualTo(Samples.Events[6].Path));
        Assert.That(At(record, "labels.target_path_base64").GetBytesFromBase64(), Is.EqualTo(Samples.Events[6].LinkTarget));
        Assert.That(At(record, "tags").EnumerateArray().Select(v => v.GetString()), Is.EqualTo(new[] { "symlink-escape", "time-future" }));
    }

    /// <summary>Labels are keywords: a store that indexes them would refuse an object or a number where it had text before.</summary>
    [Test]
    public void Labels_are_texts() =>
        Assert.That(Records(Samples.Case()).SelectMany(r => At(r, "labels").EnumerateObject()).Select(l => l.Value.ValueKind),
            Is.All.EqualTo(JsonValueKind.String));

    [Test]
    public void Categories_and_types_are_allowed_ones()
    {
        foreach (EventType type in Enum.GetValues<EventType>())
        {
            JsonElement record = Records(Samples.Case([Samples.Events[2] with { Type = type }])).Single();
            Assert.That(At(record, "event.category").EnumerateArray().Select(v => v.GetString()), Is.Not.Empty.And.SubsetOf(s_categories), type.Name());
            Assert.That(At(record, "event.type").EnumerateArray().Select(v => v.GetString()), Is.Not.Empty.And.SubsetOf(s_types), type.Name());
        }
    }

    /// <summary>A host that says its name is called by it; another by its evidence.</summary>
    [Test]
    public void Hosts_have_their_own_names()
    {
        Inventory inventory = SampleInventory.Make();
        EventSubject known = new() { Index = 0, Evidence = inventory.Hosts[0].Root.Evidence }, other = new() { Index = 1, Evidence = "other.tar" };
        List<JsonElement> records = Records(Samples.Case([Samples.Events[9] with { Subject = known }, Samples.Events[9] with { Subject = other }], inventory));

        Assert.That(records.Select(r => At(r, "host.name").GetString()), Is.EqualTo(new[] { inventory.Hosts[0].Hostname!.ToString(), "other.tar" }));
    }

    private static List<JsonElement> Records(Case subject) =>
        [.. Encoding.UTF8.GetString(Samples.Write(new EcsJsonlWriter(), subject)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            JsonDocument.Parse(line).RootElement)];

    private static JsonElement At(JsonElement record, string name) => name.Split('.').Aggregate(record, (at, key) => at.GetProperty(key));
}
