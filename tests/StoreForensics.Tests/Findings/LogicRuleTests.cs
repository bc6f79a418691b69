using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Findings.Rules;
using StoreForensics.Findings.Rules.Containers;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Findings;

/// <summary>Rules that compare files with each other or read what is in them: what they are for, and what is nearly so.</summary>
[TestFixture]
internal sealed class LogicRuleTests
{
    private const string Shell = "a shell of more than a kilobyte ";

    [TestCase("/usr/bin/.k", Shell, "Step", "shell-renamed medium")]
    [TestCase("/tmp/bb", Shell, "Container", "shell-renamed medium")]
    [TestCase("/bin/bash", Shell, "Step", "")]
    [TestCase("/tmp/bb", "another of more than a kilobyte ", "Container", "")]
    [TestCase("/tmp/bb", Shell, "Base", "")]
    public void Copies_of_shells(string path, string content, string owner, string expected)
    {
        var rule = new RenamedShellRule();
        var sink = new FindingSink();
        Look(rule, "/bin/sh", Shell, FileOwner.Base, sink);
        Look(rule, path, content, Enum.Parse<FileOwner>(owner), sink);
        ((IFileRule)rule).Finish(sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
    }

    [TestCase("/tmp/a.sh", "/opt/a.sh", Shell, "file-in-containers medium")]
    [TestCase("/srv/data", "/srv/data", Shell, "file-in-containers medium")]
    [TestCase("/tmp/a.sh", "/opt/b.sh", Shell, "")]
    [TestCase("/tmp/a.sh", "/tmp/a.sh", "another of more than a kilobyte ", "")]
    [TestCase("/var/log/a", "/var/log/a", Shell, "")]
    public void Files_of_several_containers(string first, string second, string content, string expected)
    {
        var rule = new SharedFileRule();
        var sink = new FindingSink();
        Look(rule, first, Shell, FileOwner.Container, sink, "one");
        Look(rule, second, content, FileOwner.Container, sink, "two");
        rule.Finish(sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
        Assert.That(sink.Sorted().SelectMany(f => f.Subjects), Is.EqualTo(expected.Length > 0 ? new[] { "one", "two" } : []));
    }

    [TestCase("/etc/passwd", "root:x:0:0::/root:/bin/sh\nsvc:x:0:0::/:/bin/sh\n", "account-second-root high")]
    [TestCase("/etc/passwd", "root:x:0:0::/root:/bin/sh\nsvc::1:1::/:/bin/sh\n", "account-no-password low")]
    [TestCase("/etc/shadow", "svc::1:1::/:\n", "account-no-password low")]
    [TestCase("/etc/passwd", "root:x:0:0::/root:/bin/sh\nsvc:x:10:0::/:/bin/sh\n", "")]
    [TestCase("/srv/passwd", "svc:x:0:0::/:/bin/sh\n", "")]
    public void Accounts(string path, string text, string expected)
    {
        var sink = new FindingSink();
        new AccountTextRule().Look(new TextSight
        {
            Kind = TextKind.File,
            Subjects = ["x"],
            Text = text,
            Path = EvidencePath.FromString(path),
            Origin = default
        }, sink);
        Assert.That(Found(sink), Is.EqualTo(expected));
    }

    [Test]
    public void Made_at_night_where_others_were_not()
    {
        Assert.That(Hours(9, 10, 11, 2), Is.EqualTo("container-odd-hours info"));
        Assert.That(Hours(9, 3, 4, 2), Is.Empty);
        Assert.That(Hours(9, 2), Is.Empty);
    }

    private static string Hours(params int[] hours)
    {
        var inventory = new Inventory();
        foreach (int hour in hours)
            inventory.Containers.Add(new Container
            {
                Id = new string('a', 64),
                Store = SomeStore,
                Origin = default,
                Created = new RecordedTime(new Timestamp(1_700_006_400 - (1_700_006_400 % 86400) + (hour * 3600), 0), "")
            });
        var sink = new FindingSink();
        new ContainerHoursRule().Look(inventory, sink);
        return Found(sink);
    }

    private static StoreInfo SomeStore => new() { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = default };

    private static void Look(IFileRule rule, string path, string content, FileOwner owner, FindingSink sink, string subject = "x")
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        var source = new ContentSource(bytes, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(content, 40))));
        rule.Look(new FileSight { Owner = owner, Subjects = [subject], Path = bytes, Change = 'A', Source = source, Node = source.Node }, sink);
    }

    private static string Found(FindingSink sink) => string.Join(", ", sink.Sorted().Select(f => $"{f.Rule} {f.Severity.Word()}"));

    /// <summary>One executable file.</summary>
    private sealed class ContentSource : IEvidenceSource
    {
        private readonly byte[] _content;

        public ContentSource(byte[] path, byte[] content)
        {
            _content = content;
            var builder = new EvidenceTreeBuilder();
            builder.Add(path, new EntryMetadata { Kind = EntryKind.File, Mode = 0x1ED, Size = content.Length, DataOffset = 0 }, out _);
            Tree = builder.Seal();
            Node = Tree.Find(EvidenceTree.Root, path.AsSpan()[1..]);
        }

        public string Name => "fake";

        public IReadOnlyList<string> Wrapping => [];

        public EvidenceTree Tree { get; }

        public int Node { get; }

        public Stream Open(int node) => new MemoryStream(_content, writable: false);

        public void Dispose()
        {
        }
    }
}
