using System.Globalization;
using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Reports.Html;
using StoreForensics.Reports.Html.Data;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Html;

[TestFixture]
public sealed class HtmlReportTimelineTests
{
    private static readonly EventSubject s_subject = new() { Index = 0, Evidence = "e" };

    [Test]
    public void Events_AreReadBackAsTheyWere()
    {
        List<ReadEvent> events = EventReader.Read(TagScanner.Scan(HtmlReport.Text(HostileCase.Make())));
        string path = DisplayText.Escape("/" + HostileCase.P("event-path"));
        Assert.Multiple(() =>
        {
            Assert.That(events.Select(e => e.Seconds), Is.EqualTo(Enumerable.Range(0, 6).Select(i => 1425470400L + i)));
            Assert.That(events.Select(e => e.Nanoseconds), Is.EqualTo(Enumerable.Range(0, 6)));
            Assert.That(events[0], Is.EqualTo(new ReadEvent(1425470400, 0, (int)EventType.LayerFileModified, 0, path, "A", "symlink", 511, 5,
                DisplayText.Escape(HostileCase.P("meaning")), DisplayText.Escape(HostileCase.P("origin")) + path,
                "message " + path + DisplayText.Escape(HostileCase.P(" was")), DisplayText.Escape(HostileCase.P("event-tag")),
                DisplayText.Escape(HostileCase.P("event-target")), new string('0', 64))));
            Assert.That(events[1].Path, Is.Empty);
            Assert.That(events[1].Message, Is.EqualTo(DisplayText.Escape(HostileCase.P("log line"))));
        });
    }

    [Test]
    public void Subjects_NameTheirOwnersAndLeadToThem()
    {
        JsonElement index = EventReader.Index(TagScanner.Scan(HtmlReport.Text(HostileCase.Make())));
        JsonElement subject = index.GetProperty("subjects")[0];
        string[] owners = [.. subject.GetProperty("owners").EnumerateArray().Select(e => e.GetString()!)];
        Assert.Multiple(() =>
        {
            Assert.That(owners.Select(owner => owner.Split('-')[0]), Is.EqualTo(["image", "container", "layer"]));
            Assert.That(index.GetProperty("owners").EnumerateObject().Select(p => p.Name), Is.EquivalentTo(owners));
            Assert.That(subject.GetProperty("command").GetString(), Is.EqualTo(DisplayText.Escape(HostileCase.P("subject-command"))));
            Assert.That(subject.GetProperty("imageIds").GetArrayLength(), Is.EqualTo(2));
            Assert.That(subject.GetProperty("step").GetInt32(), Is.EqualTo(2));
            Assert.That(index.GetProperty("types").GetArrayLength(), Is.EqualTo(EventTypes.Names.Count));
        });
    }

    [Test]
    public void ManyEvents_ComeInBlocksInOrder()
    {
        TagScanner page = TagScanner.Scan(HtmlReport.Text(HostileCase.Make(Files(40_000))));
        List<ReadEvent> events = EventReader.Read(page);
        Assert.Multiple(() =>
        {
            Assert.That(EventReader.Blocks(page), Has.Length.EqualTo(3));
            Assert.That(events.Select(e => e.Path), Is.EqualTo(Enumerable.Range(0, 40_000).Select(PathOf)));
            Assert.That(events.Select(e => e.Message), Is.EqualTo(Enumerable.Range(0, 40_000).Select(i => $"modified {PathOf(i)} ({i} bytes)")));
            Assert.That(events[39_999].Origin, Is.EqualTo("aufs/diff/x" + PathOf(39_999)));
            Assert.That(EventReader.Index(page).GetProperty("rows").GetInt32(), Is.EqualTo(40_000));
        });
    }

    [Test]
    public void LongTexts_EndABlockEarlyAndAreCut()
    {
        byte[] message = Encoding.UTF8.GetBytes(new string('é', 100_000));
        var timeline = new FakeTimeline(3000, (i, e) =>
            (e.Time, e.Subject, e.Type, e.Message) = (new Timestamp(i, 0), s_subject, EventType.ContainerLog, message));
        TagScanner page = TagScanner.Scan(HtmlReport.Text(HostileCase.Make(timeline)));
        Assert.Multiple(() =>
        {
            Assert.That(EventReader.Blocks(page), Has.Length.GreaterThan(2));
            Assert.That(EventReader.Read(page)[0].Message, Is.EqualTo(new string('é', 2000) + "…[+196000 bytes]"));
        });
    }

    [Test]
    public void Events_AreWrittenWhileTheyAreRead()
    {
        using var target = new MemoryStream();
        long lengthAtHalf = 0, lengthAtStart = 0;
        FakeTimeline timeline = Files(100_000, i =>
        {
            lengthAtStart = i == 0 ? target.Length : lengthAtStart;
            lengthAtHalf = i == 50_000 ? target.Length : lengthAtHalf;
        });
        _ = timeline.Summary;
        HtmlReport.Writer().Write(HostileCase.Make(timeline), target);
        Assert.That(lengthAtHalf - lengthAtStart, Is.GreaterThan((target.Length - lengthAtStart) / 3));
    }

    [Test]
    public void TooManyEvents_LeaveOutTheOldestFilesAndSaySo()
    {
        var timeline = new FakeTimeline(100, (i, e) =>
        {
            (e.Time, e.Subject, e.Message) = (new Timestamp(i, 0), s_subject, Encoding.UTF8.GetBytes("m" + i));
            e.Type = i % 10 == 0 ? EventType.ContainerStarted : i % 10 == 1 ? EventType.ContainerLog : EventType.LayerFileModified;
        });
        HtmlReportWriter writer = HtmlReport.Writer(maxRows: 50);
        using var target = new MemoryStream();
        string? said = writer.Write(HostileCase.Make(timeline), target);
        string html = Encoding.UTF8.GetString(target.ToArray());
        List<ReadEvent> events = EventReader.Read(TagScanner.Scan(html));
        Assert.Multiple(() =>
        {
            Assert.That(events, Has.Count.EqualTo(50));
            Assert.That(events.Count(e => e.Type == (int)EventType.ContainerStarted), Is.EqualTo(10));
            Assert.That(events.Count(e => e.Type == (int)EventType.ContainerLog), Is.EqualTo(10));
            Assert.That(events.Where(e => e.Type == (int)EventType.LayerFileModified).Min(e => e.Seconds), Is.EqualTo(64), "the newest thirty files");
            Assert.That(said, Is.EqualTo("HTML: the report leaves out the oldest 50 file events; the CSV and JSONL timelines hold them"));
            Assert.That(html, Does.Contain("leaves out the oldest 50 file events"));
        });
    }

    [Test]
    public void TimesBeforeTheEpoch_AndAtTheEndsOfTheCalendarSurvive()
    {
        long[] seconds = [-62135596799, -1, 0, 253402300799];
        var timeline = new FakeTimeline(4, (i, e) => (e.Time, e.Subject, e.Type) = (new Timestamp(seconds[i], 999_999_999), s_subject, EventType.BuildStep));
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("Far", TimeSpan.FromHours(14), "Far", "Far");
        List<ReadEvent> events = EventReader.Read(TagScanner.Scan(HtmlReport.Text(HostileCase.Make(timeline, zone))));
        Assert.That(events.Select(e => e.Seconds), Is.EqualTo(seconds));
    }

    // Summer time ended in New York on 2026-11-01 at 06:00 UTC; the events lie months before and weeks after.
    [Test]
    public void OffsetsOfTheZone_BeginWhenItChangedNotAtTheNextEvent()
    {
        long[] seconds = [1_781_600_000, 1_795_492_800];
        var timeline = new FakeTimeline(2, (i, e) => (e.Time, e.Subject, e.Type) = (new Timestamp(seconds[i], 0), s_subject, EventType.BuildStep));
        TimeZoneInfo.AdjustmentRule summer = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(new DateTime(2000, 1, 1), new DateTime(2100, 1, 1),
            TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 2, DayOfWeek.Sunday),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 11, 1, DayOfWeek.Sunday));
        var zone = TimeZoneInfo.CreateCustomTimeZone("Eastern", TimeSpan.FromHours(-5), "Eastern", "Eastern", "Eastern summer", [summer]);
        JsonElement index = EventReader.Index(TagScanner.Scan(HtmlReport.Text(HostileCase.Make(timeline, zone))));
        long[][] offsets = [.. index.GetProperty("offsets").EnumerateArray().Select(pair => pair.EnumerateArray().Select(n => n.GetInt64()).ToArray())];
        Assert.That(offsets, Is.EqualTo(new long[][] { [1_781_600_000, -14_400], [1_793_512_800, -18_000] }));
    }

    [Test]
    public void SplitSurrogates_AreNeverSharedBetweenPaths()
    {
        string[] paths = ["/a\ud83d\ude00", "/a\ud83d\ude01", "/a"];
        var timeline = new FakeTimeline(3, (i, e) =>
            (e.Time, e.Subject, e.Type, e.Path) = (new Timestamp(i, 0), s_subject, EventType.LayerFileModified, Encoding.UTF8.GetBytes(paths[i])));
        Assert.That(EventReader.Read(TagScanner.Scan(HtmlReport.Text(HostileCase.Make(timeline)))).Select(e => e.Path), Is.EqualTo(paths));
    }

    [Test]
    public void EveryGroup_HasAColour()
    {
        using Stream css = typeof(HtmlReportWriter).Assembly.GetManifestResourceStream("templates/report.css")!;
        string text = new StreamReader(css).ReadToEnd();
        for (int group = 0; group < EventGroups.Names.Count; group++)
            Assert.That(text, Does.Contain(string.Create(CultureInfo.InvariantCulture, $".g{group} {{ --g: var(--g{group}); }}")));
        Assert.That(Enum.GetValues<EventType>().Select(EventGroups.Of), Has.All.InRange(0, EventGroups.Names.Count - 1));
    }

    private static string PathOf(int i) => $"/usr/share/dir-{i / 100}/file-{i}";

    private static FakeTimeline Files(int count, Action<int>? seen = null) => new(count, (i, e) =>
    {
        seen?.Invoke(i);
        byte[] path = Encoding.UTF8.GetBytes(PathOf(i));
        (e.Time, e.Subject, e.Type) = (new Timestamp(i / 3, i % 1000), s_subject, EventType.LayerFileModified);
        (e.Path, e.Change, e.Kind, e.Mode, e.Size) = (path, 'A', EntryKind.File, 0x1a4, i);
        e.Message = Encoding.UTF8.GetBytes($"modified {PathOf(i)} ({i} bytes)");
        e.Origin = (byte[])[.. "aufs/diff/x"u8, .. path];
    });
}
