using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Findings.Patterns;
using StoreForensics.Findings.Rules;
using StoreForensics.Findings.Rules.Containers;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Reports.Html;

namespace StoreForensics.Tests.Findings;

/// <summary>Kept times, files from outside, secrets in URLs and logs, names that pose, removals, units and health: what fires and what nearly does.</summary>
[TestFixture]
internal sealed class AddedRuleTests
{
    private static readonly Timestamp s_old = new(1_600_000_000, 5);
    private static readonly Timestamp s_created = new(1_700_000_000, 0);

    [TestCase(10, 20, true, "file-time-kept high")]
    [TestCase(10, 20, false, "")]
    [TestCase(10, 10, true, "")]
    public void Other_bytes_and_the_time_of_before(int before, int after, bool isKept, string expected)
    {
        var rule = new FileTimeKeptRule();
        var sink = new FindingSink();
        var below = new ExampleSource("/app/x"u8.ToArray(), FakeSource.File(before, modified: s_old));
        FileSight sight = Sight("/app/x", FakeSource.File(after, modified: isKept ? s_old : s_created), FileOwner.Container, 'C');
        rule.Look(sight with { Below = below.Entry }, sink);
        rule.Finish(sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
    }

    [TestCase(5, 20, "file-time-kept high")]
    [TestCase(6, 20, "")]
    public void The_time_of_another_file(int nanoseconds, int size, string expected)
    {
        var rule = new FileTimeKeptRule();
        var sink = new FindingSink();
        rule.Look(Sight("/bin/ls", FakeSource.File(10, modified: s_old), FileOwner.Base, 'A'), sink);
        rule.Look(Sight("/srv/x", FakeSource.File(size, modified: new Timestamp(s_old.Seconds, nanoseconds)), FileOwner.Container, 'A'), sink);
        rule.Finish(sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
    }

    [TestCase("created", null, 100, "/opt/x.sh", "file-from-outside medium")]
    [TestCase("created", null, 100, "/data/x", "file-from-outside low")]
    [TestCase("exited", 200, 300, "/data/x", "file-from-outside low")]
    [TestCase("exited", 200, 150, "/data/x", "")]
    [TestCase("running", null, -100, "/usr/bin/x", "file-from-outside medium")]
    [TestCase("running", null, -1, "/usr/bin/x", "")]
    [TestCase("running", null, -90_000, "/usr/bin/x", "")]
    public void From_outside(string state, int? ended, int modified, string path, string expected)
    {
        var rule = new OutsideFileRule();
        var sink = new FindingSink();
        Container container = Some(state, started: state == "created" ? null : At(10), finished: ended is int end ? At(end) : null);
        FileSight sight = Sight(path, FakeSource.File(10, modified: new Timestamp(s_created.Seconds + modified, 0)), FileOwner.Container, 'A');
        rule.Look(sight with { Container = container }, sink);
        rule.Finish(sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
    }

    /// <summary>A modification time can be set by whoever has the file; a change time cannot, and carries more.</summary>
    [TestCase(false, "or its time was set")]
    [TestCase(true, "nothing in it can have done that")]
    public void What_is_said_of_a_time_after_the_end_rests_on_which_time_it_is(bool hasChangeTime, string words)
    {
        var rule = new OutsideFileRule();
        var sink = new FindingSink();
        var time = new Timestamp(s_created.Seconds + 300, 0);
        EntryMetadata facts = FakeSource.File(10, modified: time) with { Changed = hasChangeTime ? time : null };
        rule.Look(Sight("/data/x", facts, FileOwner.Container, 'A') with { Container = Some("exited", started: At(10), finished: At(200)) }, sink);
        Assert.That(sink.Sorted().Single().Reason, Does.Contain(words));
    }

    /// <summary>A file of the image that was moved in the container keeps its time.</summary>
    [Test]
    public void What_was_moved_is_not_from_outside()
    {
        var rule = new OutsideFileRule();
        var sink = new FindingSink();
        EntryMetadata facts = FakeSource.File(10, modified: new Timestamp(s_created.Seconds - 100, 7));
        rule.Look(Sight("/etc/app.conf", facts, FileOwner.Step, 'A'), sink);
        rule.Look(Sight("/etc/app.conf.bak", facts, FileOwner.Container, 'A') with { Container = Some("running", started: At(1)) }, sink);
        rule.Finish(sink);
        Assert.That(Found(sink), Is.Empty);
    }

    [TestCase("Environment", "DSN=postgres://app:s3same@db/x", "secret-in-url medium")]
    [TestCase("Environment", "DSN=postgres://app:app@db/x", "secret-in-url low")]
    [TestCase("Environment", "DSN=postgres://app:$PW@db/x", "")]
    [TestCase("Environment", "URL=https://example.org/a:b@c", "")]
    [TestCase("LogLine", "connecting to redis://:s3same@cache:6379", "secret-in-url low")]
    [TestCase("ContainerCommand", "git clone https://bot:s3same@git.example/x", "secret-in-url medium")]
    public void Passwords_in_urls(string kind, string text, string expected)
    {
        var sink = new FindingSink();
        new UrlSecretRule().Look(Text(Enum.Parse<TextKind>(kind), text), sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
        Assert.That(sink.Sorted().Select(f => f.Reason), Has.None.Contains("s3same"));
    }

    [TestCase("started with open-sesame-9 for the database", "secret-in-log medium")]
    [TestCase("started with open-sesame-9x for the database", "")]
    [TestCase("password=abcdefgh12", "secret-in-log low")]
    [TestCase("password: ", "")]
    public void Secrets_in_logs(string line, string expected)
    {
        var inventory = new Inventory();
        inventory.Containers.Add(Some("running", env: "DB_PASSWORD=open-sesame-9"));
        var rule = new SecretLogRule();
        rule.Begin(inventory);
        var sink = new FindingSink();
        rule.Look(Text(TextKind.LogLine, line), sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
        Assert.That(sink.Sorted().Select(f => f.Reason), Has.None.Contains("sesame"));
    }

    /// <summary>Many containers have it of their image: the image is named, not the first of them.</summary>
    [Test]
    public void A_secret_in_a_log_is_said_to_be_the_images()
    {
        var inventory = new Inventory();
        var image = new Image { Id = "sha256:1", Store = SomeStore, Origin = default, Config = new ContainerConfig { Env = ["PIN=open-sesame-9"] } };
        image.References.Add(new ImageReference("app", "1", null));
        inventory.Images.Add(image);
        Container built = Some("exited", "built", env: "PIN=open-sesame-9");
        built.Image = image;
        inventory.Containers.Add(built);
        var rule = new SecretLogRule();
        rule.Begin(inventory);
        var sink = new FindingSink();
        rule.Look(Text(TextKind.LogLine, "PIN is open-sesame-9 today"), sink);
        Assert.That(sink.Sorted().Single().Reason, Is.EqualTo("A line of the log holds the value of PIN, a variable of app:1."));
    }

    [TestCase("pending", null, "swarm-service-pending info")]
    [TestCase("pending", "0123", "")]
    [TestCase("running", "0123", "")]
    public void Services_of_which_nothing_ran(string state, string? container, string expected)
    {
        var inventory = new Inventory();
        var service = new SwarmObject { Kind = "service", Id = "s", Name = "web", Store = SomeStore, Origin = new Origin("e", default) };
        inventory.Swarm.Add(service);
        inventory.Swarm.Add(service with { Kind = "task", Id = "t", Name = "web.1", ServiceId = "s", State = state, ContainerId = container, Error = "no suitable node" });
        Assert.That(Look(new PendingServiceRule(), inventory), Is.EqualTo(expected));
    }

    [TestCase("|1 BUILD=tok_48151623 /bin/sh -c make", "secret-in-metadata medium")]
    [TestCase("|1 BUILD=tokyo /bin/sh -c make", "")]
    public void A_value_of_the_form_of_a_token(string text, string expected)
    {
        var sink = new FindingSink();
        new SecretRule().Look(Text(TextKind.BuildStep, text), sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
    }

    [TestCase("kworker-u8", "name-poses medium")]
    [TestCase("systemd-logind-2", "name-poses medium")]
    [TestCase("dbus-broker-2", "name-poses medium")]
    [TestCase("worker", "")]
    [TestCase("systemd-orders-worker", "")]
    public void Names_that_pose(string name, string expected) => Assert.That(Look(new PosingNameRule(), Some("running", name)), Is.EqualTo(expected));

    [TestCase("remove", 9, "object-removed low")]
    [TestCase("remove", 0, "object-removed info")]
    [TestCase("start", 0, "")]
    public void Removals(string status, int exit, string expected)
    {
        var inventory = new Inventory();
        inventory.EngineEvents.Add(Event(new EngineAction("container", status, "gone", "0123", exit), null));
        Assert.That(Look(new RemovedObjectRule(), inventory), Is.EqualTo(expected));
    }

    [TestCase("exec", "container-exec info")]
    [TestCase("unhealthy", "container-unhealthy info")]
    [TestCase("healthy", "")]
    public void Actions(string status, string expected)
    {
        var inventory = new Inventory();
        inventory.EngineEvents.Add(Event(new EngineAction("container", status, "a", "0123"), Some("running")));
        Assert.That(Look(new EngineActionRule(), inventory), Is.EqualTo(expected));
    }

    [TestCase("/etc/containers/systemd/a.container", "[Container]\nImage=x\n", "persistence-unit low")]
    [TestCase("/etc/containers/systemd/a.container", "[Container]\nImage=x\nVolume=/:/host\n", "persistence-unit high")]
    [TestCase("/etc/containers/systemd/a.container", "[Container]\nImage=x\n# Volume=/:/host\n;PodmanArgs=--privileged\n", "persistence-unit low")]
    [TestCase("/etc/containers/systemd/a.volume", "[Volume]\n", "")]
    public void Units(string path, string text, string expected)
    {
        var inventory = new Inventory();
        inventory.NodeFiles.Add(new NodeFile(NodeFileKind.Unit, path, new Origin("e", default), null, text));
        Assert.That(Look(new UnitRule(), inventory), Is.EqualTo(expected));
    }

    /// <summary>Two images that differ in name alone are one finding; two containers are two.</summary>
    [Test]
    public void One_cause_is_one_finding()
    {
        var sink = new FindingSink { ImageNames = new HashSet<string>(["a:1", "a:2"]) };
        var rule = new Rule("x", "t", FindingConfidence.Low, ["T1"], "n") { When = "w", Severities = [FindingSeverity.Low] };
        foreach (string subject in (string[])["a:1", "a:2", "web", "db"])
        {
            sink.Add(rule, FindingSeverity.Low, [subject], "It is so.", new Origin("e", default));
            sink.Add(rule with { Id = "y", IsAboutObject = true }, FindingSeverity.Low, [subject], "It is so.", new Origin("e", default));
        }
        Assert.That(sink.Sorted().Where(f => f.Rule == "x").Select(f => string.Join(',', f.Subjects)), Is.EqualTo(new[] { "a:1,a:2", "db", "web" }));
        Assert.That(sink.Sorted().Count(f => f.Rule == "y"), Is.EqualTo(4), "of images themselves");
    }

    private static string Look(IInventoryRule rule, Container container)
    {
        var inventory = new Inventory();
        inventory.Containers.Add(container);
        return Look(rule, inventory);
    }

    private static string Look(IInventoryRule rule, Inventory inventory)
    {
        var sink = new FindingSink();
        rule.Look(inventory, sink);
        return Found(sink);
    }

    private static string Found(FindingSink sink) => string.Join(", ", sink.Sorted().Select(f => $"{f.Rule} {f.Severity.Word()}"));

    private static TextSight Text(TextKind kind, string text) => new() { Kind = kind, Subjects = ["x"], Text = text, Origin = new Origin("e", default) };

    private static RecordedTime At(int seconds) => new(new Timestamp(s_created.Seconds + seconds, 0), "");

    private static StoreInfo SomeStore => new() { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = default };

    private static Container Some(string state, string name = "a", RecordedTime? started = null, RecordedTime? finished = null, string? env = null) => new()
    {
        Id = new string('a', 64),
        Name = name,
        State = state,
        Store = SomeStore,
        Origin = new Origin("e", default),
        Created = At(0),
        Started = started,
        Finished = finished,
        Env = env is null ? null : [env],
    };

    private static EngineEvent Event(EngineAction action, Container? of) =>
        new(action.Status.EndsWith("healthy", StringComparison.Ordinal) ? "container.health" : "engine.event", s_created, "t", "m", new Origin("e", default))
        {
            Store = SomeStore,
            Action = action,
            Container = of,
        };

    private static FileSight Sight(string path, EntryMetadata facts, FileOwner owner, char change)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        var source = new ExampleSource(bytes, facts);
        return new FileSight
        {
            Owner = owner,
            Subjects = ["x"],
            Path = bytes,
            Change = change,
            Source = source,
            Node = source.Node,
            ContainerCreated = s_created,
            Latest = new Timestamp(s_created.Seconds + 10_000, 0),
        };
    }
}
