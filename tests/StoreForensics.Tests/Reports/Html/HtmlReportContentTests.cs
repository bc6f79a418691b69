using System.Net;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Html;

namespace StoreForensics.Tests.Reports.Html;

[TestFixture]
public sealed class HtmlReportContentTests
{
    private static readonly string[] s_named =
    [
        "case", "examiner", "evidence-id", "date", "tool", "command-line", "evidence", "sha", "sha-of", "store", "driver", "era", "1.6", "sign",
        "problem-damage", "problem-warning", "problem-note", "repository", "tag", "digest", "digest2", "image-parent", "image-child", "image-dangling",
        "image-comment", "image-author", "docker-version", "arch", "os", "provenance", "image-child-by-1", "image-child-by-2", "image-child-instruction-2",
        "image-dangling-by-1", "image-dangling-instruction-2", "image-parent-by-1", "step-comment", "step-author", "step-image", "layer-bottom", "layer-top",
        "layer-own", "layer-lost", "unreachable", "diff-id", "chain-id", "hostname", "user", "workdir", "config-image",
        "cmd", "entrypoint", "port", "config-volume", "label", "label-value", "container-id", "container-name", "image-typed", "path",
        "argument", "state", "error", "cap-add", "cap-drop", "network", "pid-mode", "address", "container-label",
        "container-label-value", "mount-type", "mount-source", "mount-destination", "80/tcp", "host-ip", "host-port", "restart", "log-path",
            "container-hostname",
        "link", "volume", "volume-unused", "host-path", "leftover-kind", "leftover-name", "leftover-detail", "engine-type", "engine-meaning", "engine-message",
        "engine-tag", "target", "host-name", "host-zone", "host-machine", "host-os", "host-kernel", "host-package", "host-version", "host-status",
            "host-setting",
        "finding-title", "finding-reason", "finding-next", "finding-rule", "finding-attack", "finding-subject", "chronology-sentence", "chronology-plain",
        "network-id", "network-name", "network-driver", "network-scope", "bridge", "subnet", "gateway", "network-label", "network-label-value",
            "network-option",
        "network-option-value", "connection", "log-driver", "security-option", "apparmor", "seccomp", "ipc-mode", "device", "runtime", "masked-path",
            "readonly-path",
        "container-network", "health-output",
        "host-mask", "host-unit", "host-option", "host-cron", "host-member", "host-primary", "host-log", "host-command",
    ];

    private static readonly string s_html = HtmlReport.Text(HostileCase.Make());
    private static readonly string s_text = WebUtility.HtmlDecode(s_html);

    [TestCaseSource(nameof(s_named))]
    public void EveryFactOfTheCase_IsInThePage(string name)
    {
        bool isThere = s_text.Contains(DisplayText.Escape(HostileCase.P(name)), StringComparison.Ordinal);
        Assert.That(isThere, Is.True); // not Does.Contain, whose message would be the page
    }

    [TestCase("image-config-ENV")]
    [TestCase("build-config-ENV")]
    [TestCase("container-ENV")]
    [TestCase("effective-ENV")]
    public void EveryEnvironment_IsInThePage(string name) =>
        Assert.That(s_html.Contains($"<th scope=\"row\">{name}</th><td>value &lt;script&gt;", StringComparison.Ordinal), Is.True);

    [Test]
    public void SecretsOfTheHost_AreMaskedUnlessAskedFor()
    {
        Assert.That(s_text.Contains(SampleHost.Secret, StringComparison.Ordinal), Is.False);
        Assert.That(s_text.Contains("31337", StringComparison.Ordinal), Is.False);
        string shown = WebUtility.HtmlDecode(HtmlReport.Text(HostileCase.Make(), HtmlReport.Writer(showSecrets: true)));
        Assert.That(System.Text.RegularExpressions.Regex.Count(shown, SampleHost.Secret), Is.EqualTo(6));
        Assert.That(shown.Contains("31337", StringComparison.Ordinal), Is.True);
    }

    [Test]
    public void CaseWithoutHost_HasNoSectionForIt()
    {
        Case subject = HostileCase.Make();
        subject.Inventory.Hosts.Clear();
        string html = HtmlReport.Text(subject);
        Assert.That(html.Contains("id=\"host\"", StringComparison.Ordinal) || html.Contains("#host", StringComparison.Ordinal), Is.False);
        Assert.That(s_html.Contains("id=\"host\"", StringComparison.Ordinal) && s_html.Contains("#host", StringComparison.Ordinal), Is.True);
    }

    [Test]
    public void Note_KeepsItsLines() => Assert.That(s_html, Does.Contain("<p>note &lt;script&gt;"));

    [Test]
    public void SameCase_GivesTheSameBytes()
    {
        byte[] first = HtmlReport.Bytes(HostileCase.Make()), second = HtmlReport.Bytes(HostileCase.Make());
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void NumbersOfAContainer_AreShown() => Assert.Multiple(() =>
    {
        Assert.That(s_html, Does.Contain("<dt>Exit code</dt>\n<dd>-1</dd>"));
        Assert.That(s_html, Does.Contain("<dt>Process id</dt>\n<dd>4711</dd>"));
        Assert.That(s_html, Does.Contain("<dt>Privileged</dt>\n<dd>yes</dd>"));
        Assert.That(s_html, Does.Contain("<dt>Last finished</dt>\n<dd class=\"none\">never, or not recorded</dd>"));
    });

    [Test]
    public void Secrets_AreMaskedUnlessAskedFor()
    {
        string shown = HtmlReport.Text(HostileCase.Make(), HtmlReport.Writer(showSecrets: true));
        Assert.Multiple(() =>
        {
            Assert.That(s_html, Does.Not.Contain("hunter"));
            Assert.That(s_html, Does.Contain("<th scope=\"row\">DB_PASSWORD</th><td class=\"masked\">•••• (7 characters)</td>"));
            Assert.That(s_html, Does.Contain("are masked"));
            Assert.That(shown, Does.Contain("hunter2").And.Contain("hunter3").And.Contain("hunter4"));
            Assert.That(shown, Does.Not.Contain("are masked"));
        });
    }

    [Test]
    public void Changes_OfASharedLayerAreListedOnceAndLinked()
    {
        int listed = s_html.Split("<li class=\"deleted\">D file    0644 0:0").Length - 1;
        Assert.Multiple(() =>
        {
            Assert.That(listed, Is.EqualTo(3), "one for each layer with files: bottom, top, own");
            Assert.That(s_html, Does.Contain("<a href=\"#changes-1\">listed with"));
            Assert.That(s_html, Does.Contain("bad-\\xff\\xfe&lt;i&gt;"));
            Assert.That(s_html, Does.Contain("Changes out of reach: unreachable"));
            Assert.That(s_html, Does.Contain("          1,3 "), "a device shows its numbers");
        });
    }

    [Test]
    public void Changes_PastTheLimitAreCounted()
    {
        string html = HtmlReport.Text(HostileCase.Make(), HtmlReport.Writer(maxChanges: 1));
        Assert.That(html, Does.Contain("and 4 more, in the CSV timeline").And.Contain("2 added").Or.Contain("1 added"));
    }

    [Test]
    public void Times_AreInTheZoneOfTheCase()
    {
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("Test/Zone", new TimeSpan(5, 45, 0), "Test/Zone", "Test/Zone");
        string html = HtmlReport.Text(HostileCase.Make(zone: zone));
        TagScanner page = TagScanner.Scan(html);
        Assert.Multiple(() =>
        {
            Assert.That(s_html, Does.Contain("2015-03-04 12:00:00.123456789 UTC"));
            Assert.That(html, Does.Contain("2015-03-04 17:45:00.123456789 &#43;05:45").Or.Contain("2015-03-04 17:45:00.123456789 +05:45"));
            Assert.That(html, Does.Contain("Times are Test/Zone"));
            Assert.That(EventReader.Index(page).GetProperty("offsets").GetRawText(), Is.EqualTo("[[1425470400,20700]]"));
        });
    }

    [Test]
    public void EmptyCase_SaysWhatThereIsNot()
    {
        var empty = new Case
        {
            Details = new CaseDetails(),
            Tool = new ToolDetails("StoreForensics", "1", "storeforensics"),
            Evidence = [new EvidenceDetails { Name = "empty", Wrapping = ["tar"], Entries = 0 }],
            Inventory = new Inventory(),
            Timeline = new FakeTimeline(0, (_, _) => { }),
            Problems = [],
        };
        string html = HtmlReport.Text(empty);
        Assert.Multiple(() =>
        {
            Assert.That(TagScanner.Scan(html).Faults, Is.Empty);
            Assert.That(html, Does.Contain("No problems in reading").And.Contain("No image.").And.Contain("No container.").And.Contain("No events."));
            Assert.That(html, Does.Not.Contain("Date of report"));
        });
    }

    [Test]
    public void LongText_IsCutAndSaysSo()
    {
        Case subject = HostileCase.Make();
        subject.Inventory.Leftovers.Add(new Leftover("kind", new string('x', 100_000), default, "detail"));
        string html = HtmlReport.Text(subject);
        Assert.That(html, Does.Contain("xxx…[+68000 characters]"));
        Assert.That(html, Does.Not.Contain(new string('x', 32_001)));
    }

    [Test]
    public void ManyTaggedImagesInAChain_ListABoundedNumberOfSteps()
    {
        Case subject = HostileCase.Make();
        Image model = subject.Inventory.Images[1];
        for (int i = 0; i < 13; i++)
        {
            var image = new Image { Id = $"chain-{i}", Store = model.Store, Origin = model.Origin };
            image.References.Add(new ImageReference($"chain-{i:000}", "latest", null));
            for (int step = 1; step <= 1200; step++)
                image.Steps.Add(new BuildStep { Number = step, CreatedBy = "x", Instruction = "", Origin = model.Origin });
            subject.Inventory.Images.Add(image);
        }
        string html = HtmlReport.Text(subject, new HtmlReportWriter { MaxSteps = 1500, ChangesOfLayer = _ => [], ChangesOfContainer = _ => [] });
        Assert.That(html.Split("<span class=\"number\">").Length - 1, Is.EqualTo(1500));
        Assert.That(html, Does.Contain("200 more steps are not listed").And.Contain("700 more steps are not listed"));
    }

    [TestCase(4, 0)]
    [TestCase(5, 3)]
    public void LongRunsWithoutFindings_AreFolded(int plain, int folded)
    {
        Case subject = HostileCase.Make();
        var origin = new Origin("e", EvidencePath.FromString("x"));
        ChronologyEntry Entry(int second, FindingSeverity? severity) => new(new Timestamp(second, 0), $"sentence-{second}.", severity, origin);
        string html = HtmlReport.Text(HostileCase.With(subject,
            [.. Enumerable.Range(0, plain).Select(i => Entry(i, null)), Entry(plain, FindingSeverity.High)]));
        Assert.Multiple(() =>
        {
            Assert.That(System.Text.RegularExpressions.Regex.Count(html, "title=\"sentence-"), Is.EqualTo(plain + 1), "none is lost");
            Assert.That(html.Contains($"{folded} between these", StringComparison.Ordinal), Is.EqualTo(folded > 0));
        });
    }

    [Test]
    public void DigestsInTheChronology_AreShortAndWholeOnTouch()
    {
        string digest = new('a', 64);
        string html = HtmlReport.Text(HostileCase.With(HostileCase.Make(),
            [new ChronologyEntry(new Timestamp(5, 0), $"x@sha256:{digest} came", null, new Origin("e", EvidencePath.FromString("x")))]));
        Assert.That(html, Does.Contain($"<span title=\"x@sha256:{digest} came\">x@sha256:aaaaaaaaaaaa… came</span>"));
    }
}
