using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>Cover, summary and chronology keep to one page each, whatever the case holds, and say the main thing.</summary>
public sealed class FirstPagesTests
{
    [Test]
    public void The_cover_says_what_was_found_worst_first_and_the_summary_how_much()
    {
        var sample = new SampleCase();
        string container = sample.Inventory.Containers[0].DisplayName;
        string[] pages = ReadBack.Pages(Report(sample,
        [
            Make(FindingSeverity.Critical, "container-engine-socket", "Socket of the engine mounted", "/var/run/docker.sock was mounted.", container),
            Make(FindingSeverity.High, "setid-added", "Set-uid or set-gid program", "/usr/bin/.sh was added.", "app:latest"),
            Make(FindingSeverity.Low, "leftover", "Left over from a removal", "A directory is left.", "app:latest"),
        ]));
        Assert.That(pages[0], Does.Match(
            "critical  Socket of the engine mounted: /var/run/docker.sock was mounted.*high  Set-uid or set-gid program: /usr/bin/.sh was added"));
        Assert.That(pages[0], Does.Match("Container from app, started ?2015-04-02 13:00:00, running").And.Contain("1 critical and 1 high findings"));
        Assert.That(pages[0], Does.Not.Contain("A directory is left."));
        Assert.That(pages[1], Does.Contain("Summary").And.Contain("What to look at next•Socket of the engine mounted: Look there."));
    }

    /// <summary>Of several attempts the last is told, and "never" only of what the engine says was created alone.</summary>
    [TestCase("created", "Container from app, never started, created")]
    [TestCase(null, "Container from app, with no record of a start")]
    public void A_container_is_said_never_to_have_started_only_where_that_is_recorded(string? state, string expected)
    {
        var sample = new SampleCase();
        Container first = sample.Inventory.Containers[0];
        sample.Inventory.Containers[0] = new Container
        {
            Id = first.Id,
            Store = first.Store,
            Origin = first.Origin,
            Name = first.Name,
            ImageName = first.ImageName,
            State = state,
        };
        string[] pages = ReadBack.Pages(Report(sample,
            [Make(FindingSeverity.Critical, "container-engine-socket", "Socket", "/var/run/docker.sock was mounted.", sample.Inventory.Containers[0].DisplayName)]));
        Assert.That(pages[0], Does.Contain(expected));
    }

    /// <summary>Two hosts may have containers of one name: each finding, part and event says whose it is; with one evidence nothing does.</summary>
    [Test]
    public void Of_several_evidences_it_is_said_whose_each_thing_is()
    {
        var sample = new SampleCase();
        Container container = sample.Inventory.Containers[1];
        string own = container.Store.Root.Evidence;
        Finding finding = Make(FindingSeverity.Critical, "container-engine-socket", "Socket of the engine mounted", "It was mounted.", container.DisplayName);
        Finding[] findings = [finding with { Origins = [new Origin(own, "p")] }, finding with { Origins = [new Origin("other.tar", "p")] }];
        EvidenceDetails[] evidence = [.. new[] { own, "other.tar" }.Select(name => new EvidenceDetails { Name = name, Wrapping = ["tar"], Entries = 1 })];
        string[] pages = ReadBack.Pages(Report(sample, findings, evidence: evidence));
        string whole = string.Concat(pages), one = ReadBack.Text(Report(sample, findings[..1], evidence: evidence[..1]));
        Assert.That(pages[0], Does.Contain($"{container.DisplayName} · {own}").And.Contain($"{container.DisplayName} · other.tar"));
        Assert.That(whole, Does.Contain($"{own}: {container.Origin}"));
        Assert.That(one, Does.Not.Contain($" · {own}").And.Not.Contain($"{own}: {container.Origin}"));
    }

    [Test]
    public void What_findings_amount_to_is_said_in_plain_words_the_worst_first()
    {
        Finding Of(FindingSeverity severity, string technique, string subject) =>
            Make(severity, "rule-" + technique, "Title", "Reason.", subject) with { Attack = [technique] };
        string cover = ReadBack.Pages(Report(new SampleCase(),
        [
            Of(FindingSeverity.Medium, "T1036.005", "a:1"), Of(FindingSeverity.Medium, "T1036", "a:2"), Of(FindingSeverity.High, "T1059.004", "b"),
                Of(FindingSeverity.High, "T1071.001", "c"),
            Of(FindingSeverity.Critical, "T1611", "d"), Of(FindingSeverity.Low, "T1496", "e"), Of(FindingSeverity.Medium, "T9999", ""),
        ]))[0];
        Assert.That(cover, Does.Contain(
            "The findings point to access from a container to the host (d); commands from or to another host (b, c); images made by hand or under foreign names (a:1); things hidden or misnamed (a:2); other things."));
    }

    [Test]
    public void Cover_summary_and_chronology_are_one_page_each_however_much_there_is_to_say()
    {
        var sample = new SampleCase();
        string longText = string.Join(' ', Enumerable.Repeat("and-so-on", 200));
        Finding[] findings =
        [
            .. Enumerable.Range(0, 300).Select(i => Make(
                (FindingSeverity)(4 - (i / 70)), "rule-" + (i % 40), longText[..80], longText, "container-with-quite-a-long-name-" + (i % 90),
                    "another-name-of-it:" + longText[..60], "third") with { Next = longText }),
        ];
        ChronologyEntry[] chronology =
            [.. Enumerable.Range(0, 100).Select(i => new ChronologyEntry(new Timestamp(1_400_000_000 + i, 0), $"entry<{i}> {longText}", FindingSeverity.High,
            new Origin("e", "p")))];
        var details = new CaseDetails
        {
            CaseName = longText,
            EvidenceId = longText,
            Examiner = longText,
            Date = longText,
            Note = string.Join('\n', Enumerable.Repeat(longText, 20))
        };
        EvidenceDetails[] evidence =
            [.. Enumerable.Range(0, 20).Select(i => new EvidenceDetails { Name = "/" + longText[..500], Wrapping = ["gzip", "tar"], SizeBytes = long.MaxValue,
            Sha256 = new string('a', 64), Sha256Of = "the file", Entries = long.MaxValue })];
        string[] pages = ReadBack.Pages(Report(sample, findings, chronology, details, evidence));
        Assert.That(pages[0], Does.Contain("Container store examination").And.Contain("Reviewed by: name, date, signature"));
        Assert.That(pages[1], Does.Contain("What to look at next").And.Contain("more under Findings"));
        Assert.That(pages[2], Does.Contain("Contents"));
        int first = Array.FindIndex(pages, page => page.Contains("entry<0>", StringComparison.Ordinal)),
            last = Array.FindLastIndex(pages, page => page.Contains("entry<", StringComparison.Ordinal));
        Assert.That(first, Is.GreaterThan(2).And.EqualTo(last));
        Assert.That(pages[first], Does.Match(@"… and \d+ more, the plain course of events first"));
    }

    [Test]
    public void The_chronology_tells_time_severity_and_sentence_in_order()
    {
        string[] pages = ReadBack.Pages(Report(new SampleCase(), [],
        [
            new ChronologyEntry(new Timestamp(1_400_000_000, 0), "The image arrived.", null, new Origin("e", "p")),
            new ChronologyEntry(new Timestamp(1_400_000_060, 0), "A shell was dropped.", FindingSeverity.High, new Origin("e", "p")) { Count = 3 },
        ]));
        Assert.That(pages.Single(p => p.Contains("The image arrived", StringComparison.Ordinal)),
            Does.Match(@"2014-05-13 16:53:20The image arrived\.2014-05-13 16:54:20high  A shell was dropped\.  \(seen 3 times\)"));
    }

    [Test]
    public void Findings_of_one_rule_on_one_thing_are_told_together_and_secrets_in_them_masked()
    {
        string text = ReadBack.Text(Report(new SampleCase(),
        [
            Make(FindingSeverity.High, "setid-added", "Set-uid or set-gid program", "/one was added.", "app:latest"),
            Make(FindingSeverity.High, "setid-added", "Set-uid or set-gid program", "/two was added.", "app:latest"),
            Make(FindingSeverity.High, "command", "Command", "A step: login --password hunter2 now.", "app:latest"),
        ]));
        Assert.That(text, Does.Match("/one was added\\.  2014-05-13 16:53:20\\.000 /two was added\\."));
        Assert.That(text, Does.Contain("High: 3 findings").And.Not.Contain("hunter2"));
    }

    [Test]
    public void The_engines_bookkeeping_is_counted_and_left_to_the_CSV()
    {
        var sample = new SampleCase();
        sample.Events.Add(ReadBack.Event(200_000_000, EventType.ContainerConfigSaved, "File modified: config.v2.json"));
        var step = new EventSubject { Index = 2, Evidence = "evidence.tar", Images = ["0123456789ab"] };
        sample.Events.Add(ReadBack.Event(200_000_001, EventType.ImageRegistered, "Image became known here: 0123456789ab") with { Subject = step });
        string text = ReadBack.Text(ReadBack.Report(sample));
        Assert.That(text, Does.Not.Contain("File modified: config.v2.json").And.Not.Contain("Image became known here"));
        Assert.That(text, Does.Contain("500 plain file times").And.Contain("the engine's own bookkeeping"));
        Assert.That(text, Does.Contain(EventType.ContainerConfigSaved.Name() + "1"));
    }

    [Test]
    public void Ten_thousand_changed_files_in_one_step_make_a_report_of_few_pages_that_says_what_is_left_out_and_where_it_is()
    {
        var sample = new SampleCase();
        StoreInfo store = sample.Inventory.Stores[0];
        Layer layer = sample.Layers.Add(new string('4', 64), store, sample.Inventory.Layers[0],
            [.. Enumerable.Range(0, 10_000).Select(i => $"A /var/lib/data/{i:D5}")]);
        var image = new Image { Id = new string('5', 64), Store = store, Origin = new Origin("evidence.tar", "graph/5") };
        image.References.Add(new ImageReference("huge", "1", null));
        image.Steps.Add(new BuildStep { Number = 1, CreatedBy = "/bin/sh -c unpack", Instruction = "RUN unpack", Layer = layer, Origin = image.Origin });
        sample.Inventory.Images.Add(image);
        string[] pages = ReadBack.Pages(ReadBack.Report(sample));
        Assert.That(pages, Has.Length.LessThan(20));
        Assert.That(string.Concat(pages),
            Does.Contain("10,000 added").And.Contain("/var/lib/data/00039").And.Not.Contain("/var/lib/data/00040").And.Contain(
            "and 9,960 more, all in the CSV"));
    }

    private static byte[] Report(SampleCase sample, Finding[] findings, ChronologyEntry[]? chronology = null, CaseDetails? details = null,
        EvidenceDetails[]? evidence = null)
    {
        Case plain = sample.Build(details);
        return ReadBack.Report(new Case
        {
            Details = plain.Details,
            Tool = plain.Tool,
            Evidence = evidence ?? plain.Evidence,
            Inventory = plain.Inventory,
            Timeline = plain.Timeline,
            Problems = plain.Problems,
            Findings = findings,
            Chronology = chronology ?? [],
        }, sample.Layers);
    }

    private static Finding Make(FindingSeverity severity, string rule, string title, string reason, params string[] subjects) => new()
    {
        Rule = rule,
        Severity = severity,
        Confidence = FindingConfidence.High,
        Title = title,
        Reason = reason,
        Attack = ["T1611"],
        Next = "Look there.",
        Subjects = [.. subjects.Where(s => s.Length > 0)],
        Time = new Timestamp(1_400_000_000, 0),
        Origins = [new Origin("evidence.tar", "p")],
    };
}
