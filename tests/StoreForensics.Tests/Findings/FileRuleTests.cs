using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Reports.Html;
using StoreForensics.Tests.Views;

namespace StoreForensics.Tests.Findings;

/// <summary>Files that a rule is for, and files that are nearly so. Owner, change, mode in octal, kind; then what is found, most severe first.</summary>
[TestFixture]
internal sealed class FileRuleTests
{
    [TestCase("/usr/bin/.sh", "Step", 'A', "4755", "file-hidden high, setid-added high")]
    [TestCase("/usr/bin/sudo", "Step", 'A', "4755", "setid-added info")]
    [TestCase("/usr/bin/sudo", "Container", 'A', "4755", "container-program-changed high, setid-added high")]
    [TestCase("/usr/bin/su", "Base", 'A', "4755", "")]
    [TestCase("/usr/bin/tool", "Step", 'A', "0755", "")]
    [TestCase("/root/.ssh/authorized_keys", "Step", 'A', "0600", "persistence-ssh-key high")]
    [TestCase("/root/.ssh/known_hosts", "Step", 'A', "0600", "")]
    [TestCase("/etc/cron.d/job", "Step", 'A', "0644", "persistence-cron medium")]
    [TestCase("/etc/cron.d/.job", "Step", 'A', "0644", "persistence-cron high, file-hidden medium")]
    [TestCase("/etc/crontab", "Container", 'C', "0644", "persistence-cron high, container-file-changed low")]
    [TestCase("/etc/ld.so.preload", "Step", 'A', "0644", "persistence-preload high")]
    [TestCase("/etc/ld.so.cache", "Step", 'C', "0644", "")]
    [TestCase("/etc/passwd", "Step", 'C', "0644", "account-files info")]
    [TestCase("/etc/passwd", "Container", 'C', "0644", "account-files medium, container-file-changed low")]
    [TestCase("/etc/group", "Container", 'D', "0644", "account-files high, container-file-changed low")]
    [TestCase("/tmp/.x/kworkerd", "Container", 'A', "0755", "file-in-tmp high, name-poses-file high")]
    [TestCase("/tmp/x.sh", "Step", 'A', "0644", "file-in-tmp medium")]
    [TestCase("/tmp/data.csv", "Step", 'A', "0644", "")]
    [TestCase("/srv/www/sh.php", "Container", 'A', "0644", "web-script-added high, container-file-changed low")]
    [TestCase("/srv/www/index.php", "Step", 'A', "0644", "")]
    [TestCase("/.cache.php", "Volume", 'A', "0644", "web-script-added high")]
    [TestCase("/index.php", "Volume", 'A', "0644", "")]
    [TestCase("/var/log/auth.log", "Step", 'D', "0644", "log-wiped medium")]
    [TestCase("/var/log/dpkg.log", "Step", 'D', "0644", "log-wiped info")]
    [TestCase("/root/.bash_history", "Step", 'A', "0600", "shell-history low")]
    [TestCase("/app/node_modules/.bin/x", "Step", 'A', "0755", "")]
    [TestCase("/usr/lib/node_modules/npm/.eslintrc.js", "Step", 'A', "0644", "")]
    [TestCase("/var/lib/dpkg/status", "Container", 'C', "0644", "container-packages medium")]
    [TestCase("/app/.wh.fake", "Container", 'A', "0644", "whiteout-name medium, container-file-changed low")]
    [TestCase("/etc/hosts", "Container", 'C', "0644", "")]
    [TestCase("/srv/new\nline", "Step", 'A', "0644", "name-hostile medium")]
    [TestCase("/srv/esc\u001b[2J", "Volume", 'A', "0644", "name-hostile medium")]
    [TestCase("/srv/report\u202Efdp.sh", "Step", 'A', "0644", "name-hostile medium")]
    [TestCase("/srv/\u2764\uFE0F", "Step", 'A', "0644", "")]
    [TestCase("/srv/日本語", "Step", 'A', "0644", "")]
    [TestCase("/srv/new\nline", "Base", 'A', "0644", "")]
    public void Of_a_file(string path, string owner, char change, string mode, string expected) =>
        Assert.That(Found(path, Enum.Parse<FileOwner>(owner), change, FakeSource.File(10, Convert.ToInt32(mode, 8))), Is.EqualTo(expected));

    [TestCase("/etc/shadow", "link-to-secret high, container-file-changed low")]
    [TestCase("../data", "container-file-changed low")]
    public void Of_a_link(string target, string expected) =>
        Assert.That(Found("/srv/link", FileOwner.Container, 'A', FakeSource.Link(target)), Is.EqualTo(expected));

    [Test]
    public void Of_a_device()
    {
        var device = new EntryMetadata
        {
            Kind = EntryKind.BlockDevice,
            Mode = 0x1A4,
            DeviceMajor = 8,
            DataOffset = -1,
            Modified = new Timestamp(1425470000, 0)
        };
        Assert.That(Found("/tmp/sda", FileOwner.Container, 'A', device), Is.EqualTo("device-node high"));
        Assert.That(Found("/dev/console", FileOwner.Container, 'A', device with { Kind = EntryKind.CharDevice }), Is.EqualTo(""));
    }

    [Test]
    public void Older_than_its_container()
    {
        EntryMetadata old = FakeSource.File(10, modified: new Timestamp(1_000_000_000, 0));
        Assert.That(Found("/app/x.sh", FileOwner.Container, 'A', old, new Timestamp(1_700_000_000, 0)), Does.Contain("file-time-set-back medium"));
        Assert.That(Found("/app/x.sh", FileOwner.Container, 'A', old, new Timestamp(1_000_000_100, 0)), Does.Not.Contain("file-time-set-back"));
    }

    /// <summary>What was moved or copied within the container with its time has the bytes and the time that it had in the image; a later commit of it says
    /// nothing.</summary>
    [TestCase("same", 0, "")]
    [TestCase("othr", 0, "file-time-set-back medium")]
    [TestCase("same", 2_000_000_000, "file-time-set-back medium")]
    public void Older_than_its_container_for_it_was_moved(string inImage, long made, string expected)
    {
        var rule = new FileTimeRule();
        var sink = new FindingSink();
        Layer image = new TestLayer("image").File("bin/tool", inImage, time: 1_000_000_000).Over(null);
        Layer own = new TestLayer("own").File("tmp/.t", "same", mode: 0x1ed, time: 1_000_000_000).Over(image);
        BuildStep step = new() { Number = 1, Instruction = "sh", CreatedBy = "sh", Created = new RecordedTime(new Timestamp(made, 0), ""), Origin = default };
        rule.Look(Seen(image, "bin/tool", FileOwner.Step) with { Step = step }, sink);
        rule.Look(Seen(own, "tmp/.t", FileOwner.Container) with { ContainerCreated = new Timestamp(1_700_000_000, 0) }, sink);
        rule.Finish(sink);
        Assert.That(string.Join(", ", sink.Sorted().Select(f => $"{f.Rule} {f.Severity.Word()}")), Is.EqualTo(expected));
    }

    private static FileSight Seen(Layer layer, string path, FileOwner owner)
    {
        EvidenceTree tree = layer.Files!.Tree;
        int node = tree.Find(layer.Files.Root, Encoding.UTF8.GetBytes(path));
        return new FileSight
        {
            Owner = owner,
            Subjects = ["x"],
            Path = Encoding.UTF8.GetBytes("/" + path),
            Change = 'A',
            Source = layer.Files.Source,
            Node = node,
            ContentBelow = null,
        };
    }

    /// <summary>What a file is mounted on is empty; a file there that is not is nobody's mount.</summary>
    [TestCase(0, "")]
    [TestCase(10, "container-program-changed high")]
    public void Of_the_engines_own_init(int size, string expected) =>
        Assert.That(Found("/sbin/docker-init", FileOwner.Container, 'A', FakeSource.File(size, Convert.ToInt32("0755", 8))), Is.EqualTo(expected));

    /// <summary>A copy of the root sets all change times anew: after the container ended, they are none of its own.</summary>
    [TestCase(1_700_000_500, 1_700_000_400, 1_700_000_500)]
    [TestCase(1_700_009_999, 1_700_000_400, 1_700_000_400)]
    [TestCase(1_700_009_999, 1_000_000_000, null)]
    [TestCase(1_700_009_999, 1_700_009_000, 1_700_009_000)]
    [TestCase(1_700_009_999, 1_900_000_000, null)]
    [TestCase(1_900_000_001, 1_900_000_000, null)]
    [TestCase(1_900_000_001, 1_700_000_400, 1_700_000_400)]
    public void Happened_while_the_container_ran(long changed, long modified, long? happened)
    {
        byte[] path = "/app/x"u8.ToArray();
        var source = new FakeSource((path, FakeSource.File(10, modified: new Timestamp(modified, 0)) with { Changed = new Timestamp(changed, 0) }));
        Assert.That(Added(source, path, new Timestamp(1_700_001_000, 0)).Happened?.Seconds, Is.EqualTo(happened));
    }

    /// <summary>A name that is added sets its directory's time: what changed later was there, and was written again. Writing takes a moment.</summary>
    [TestCase(1_700_000_400, 1_700_000_500, 1_700_000_400)]
    [TestCase(1_700_000_500, 1_700_000_500, 1_700_000_500)]
    [TestCase(1_700_000_499, 1_700_000_500, 1_700_000_500)]
    [TestCase(1_600_000_000, 1_700_000_500, 1_700_000_500)]
    public void A_name_was_added_no_later_than_its_directory_changed(long directory, long changed, long happened)
    {
        byte[] path = "/app/x"u8.ToArray();
        var source = new FakeSource(("/app"u8.ToArray(), new EntryMetadata { Kind = EntryKind.Directory, Modified = new Timestamp(directory, 0) }),
            (path, FakeSource.File(10, modified: new Timestamp(changed, 0)) with { Changed = new Timestamp(changed, 0) }));
        Assert.That(Added(source, path, ended: null).Happened?.Seconds, Is.EqualTo(happened));
    }

    // Added to a container of a time at which nothing is odd.
    private static FileSight Added(FakeSource source, byte[] path, Timestamp? ended) => new()
    {
        Owner = FileOwner.Container,
        Subjects = ["x"],
        Path = path,
        Change = 'A',
        Source = source,
        Node = source.Tree.Find(EvidenceTree.Root, path),
        ContainerCreated = new Timestamp(1_700_000_000, 0),
        ContainerEnded = ended,
        Latest = new Timestamp(1_700_100_000, 0),
    };

    private static string Found(string path, FileOwner owner, char change, EntryMetadata facts, Timestamp? created = null)
    {
        var source = new FakeSource((Encoding.UTF8.GetBytes(path), facts));
        var sink = new FindingSink();
        var sight = new FileSight
        {
            Owner = owner,
            Subjects = ["x"],
            Path = Encoding.UTF8.GetBytes(path),
            Change = change,
            Source = source,
            Node = source.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(path)),
            ContainerCreated = created,
        };
        foreach (IFileRule rule in RuleSet.Files(RuleLibrary.BuiltIn.Patterns))
        {
            rule.Look(sight, sink);
            rule.Finish(sink);
        }
        return string.Join(", ", sink.Sorted().Select(f => $"{f.Rule} {f.Severity.Word()}"));
    }
}
