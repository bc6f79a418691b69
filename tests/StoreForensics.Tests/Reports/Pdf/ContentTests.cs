using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Documents.Content;
using StoreForensics.Reports.Documents.Content.Chapters;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>How single facts are spelled and long lists are cut.</summary>
public sealed class ContentTests
{
    private static readonly CaseFormat s_utc = new(TimeZoneInfo.Utc);

    [TestCase(0, "2014-05-13 16:53:20")]
    [TestCase(120_000_000, "2014-05-13 16:53:20.12")]
    [TestCase(1, "2014-05-13 16:53:20.000000001")]
    public void A_time_is_shown_to_its_last_digit(int nanoseconds, string expected) =>
        Assert.That(s_utc.Full(new Timestamp(1_400_000_000, nanoseconds)), Is.EqualTo(expected));

    [Test]
    public void A_time_that_no_calendar_holds_is_shown_as_seconds()
    {
        var far = new Timestamp(long.MaxValue / 2, 5);
        var zone = new CaseFormat(TimeZoneInfo.CreateCustomTimeZone("Z", TimeSpan.FromHours(1), "Z", "Z"));
        Assert.That(s_utc.Full(far), Does.StartWith("@4611686018427387903."));
        Assert.That(zone.Short(far), Does.StartWith("@"));
        Assert.That(zone.Short(new Timestamp(253402300799, 0)), Does.StartWith("@"));
    }

    [Test]
    public void A_zone_that_changes_its_offset_says_which_held()
    {
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 4, 1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 1));
        var format = new CaseFormat(TimeZoneInfo.CreateCustomTimeZone("Here", TimeSpan.FromHours(-3), "Here", "Here", "Summer", [rule]));
        Assert.That(format.Short(SampleCase.At(2015, 1, 1)), Is.EqualTo("2015-01-01 09:00:00.000 -03:00"));
        Assert.That(format.Short(SampleCase.At(2015, 7, 1)), Is.EqualTo("2015-07-01 10:00:00.000 -02:00"));
    }

    [TestCase(0L, "0 B")]
    [TestCase(999L, "999 B")]
    [TestCase(1000L, "1.00 kB")]
    [TestCase(999_600L, "1.00 MB")]
    [TestCase(12_345_678L, "12.3 MB")]
    [TestCase(long.MaxValue, "9.22 EB")]
    [TestCase(-5_000_000L, "-5.00 MB")]
    public void Sizes(long bytes, string expected) => Assert.That(CaseFormat.Bytes(bytes), Is.EqualTo(expected));

    [Test]
    public void A_cut_text_says_what_is_missing_and_splits_no_character()
    {
        Assert.That(CaseFormat.Cut("abc", 3), Is.EqualTo("abc"));
        Assert.That(CaseFormat.Cut("abcdef", 3), Is.EqualTo("abc … [+3 characters]"));
        Assert.That(CaseFormat.Cut("ab😀def", 3), Is.EqualTo("ab … [+5 characters]"));
    }

    [TestCase(10, 20, "0123456789")]
    [TestCase(10, 4, "01-89")]
    [TestCase(10, 5, "012-89")]
    [TestCase(10, 1, "0-")]
    [TestCase(10, 0, "-")]
    public void A_budget_shows_the_first_and_the_last(int count, int most, string expected)
    {
        var budget = new RowBudget(count, most);
        string shown = string.Concat(Enumerable.Range(0, count).Select(i =>
            budget.Next() switch { RowChoice.Show => i.ToString(), RowChoice.BeginGap => "-", _ => "" }));
        Assert.That(shown, Is.EqualTo(expected));
        Assert.That(budget.LeftOut, Is.EqualTo(Math.Max(0, count - most)));
    }

    [Test]
    public void A_budget_holds_even_when_the_count_was_wrong()
    {
        var budget = new RowBudget(10, 4);
        Assert.That(Enumerable.Range(0, 1000).Count(_ => budget.Next() == RowChoice.Show), Is.EqualTo(4));
    }

    [Test]
    public void Directories_around_changes_give_way_where_not_all_changes_fit()
    {
        var layers = new FakeLayers();
        var store = new StoreInfo { Name = "aufs", Driver = "aufs", Era = "graph", Root = new Origin("e", "") };
        Layer layer = layers.Add("l", store, null, "C /a/", "C /b/", "A /c", "D /d", "C /e");
        Assert.That(Paths(ChangeList.Read(() => layers.Of(layer), 5)), Is.EqualTo("/a /b /c /d /e"));
        Assert.That(Paths(ChangeList.Read(() => layers.Of(layer), 3)), Is.EqualTo("/c /d /e"));
        Assert.That(ChangeList.Read(() => layers.Of(layer), 3).Total, Is.EqualTo(5));

        static string Paths(ChangeList list) => string.Join(' ', list.Lines.Select(l => l.Path));
    }

    [Test]
    public void A_short_burst_of_activity_is_seen_by_the_second_and_again_within_a_century()
    {
        FakeTimeline.Row[] burst = [.. Enumerable.Range(0, 30).Select(i => ReadBack.Event(i, EventType.ContainerStarted, "x"))];
        Histogram alone = Histograms(burst).Single();
        Assert.That(alone.Bars, Has.Count.EqualTo(30));
        Assert.That(alone.Bars.Select(b => (b.Counts[0], b.Counts[1])), Has.All.EqualTo((1L, 0L)));

        var old = new FakeTimeline.Row(SampleCase.At(1914, 1, 1), EventType.LayerFileModified, "old");
        Histogram[] both = [.. Histograms([old, .. burst])];
        Assert.That(both, Has.Length.EqualTo(2));
        Assert.That(both[0].Bars, Has.Count.EqualTo(30));
        Assert.That(both[0].Bars.Select(b => b.Counts[0]), Has.All.EqualTo(1));
        Assert.That(both[1].Bars[0].Counts, Is.EqualTo((long[])[0, 1]));
        Assert.That(both[1].Bars.Sum(b => b.Counts[0]), Is.EqualTo(30));
    }

    [TestCase("base@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, x", "base@0123456789ab, x", TestName = "A digest is shortened")]
    [TestCase("base@sha256:0123456789abcdef", "base@sha256:0123456789abcdef", TestName = "What is too short for a digest stays")]
    [TestCase("@sha256:", "@sha256:", TestName = "The mark alone stays")]
    public void Digests_in_names_are_shortened(string text, string expected) => Assert.That(CaseFormat.ShortDigests(text), Is.EqualTo(expected));

    private static IEnumerable<Histogram> Histograms(IEnumerable<FakeTimeline.Row> rows)
    {
        Case subject = ReadBack.Empty();
        var with = new Case
        {
            Details = subject.Details,
            Tool = subject.Tool,
            Evidence = [],
            Inventory = subject.Inventory,
            Problems = [],
            Timeline = new FakeTimeline(rows)
        };
        return new ActivitySection(new ReportContext(with, new SecretMask(false), _ => [], _ => [])).Blocks().OfType<Histogram>();
    }
}
