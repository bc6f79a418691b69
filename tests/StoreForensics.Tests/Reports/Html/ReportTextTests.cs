using System.Text;
using StoreForensics.Primitives;
using StoreForensics.Reports.Html;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Html;

[TestFixture]
public sealed class ReportTextTests
{
    [TestCase("plain", "plain")]
    [TestCase("<a href=\"x\">&'", "&lt;a href=&quot;x&quot;&gt;&amp;&#39;")]
    [TestCase("a\nb\u001b", "a\\nb\\x1b")]
    [TestCase(null, "")]
    public void Write_MakesTextHarmless(string? value, string expected)
    {
        var text = new StringWriter();
        HtmlText.Write(text, value);
        Assert.That(text.ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Clean_CutsBetweenCharacters() => Assert.Multiple(() =>
    {
        Assert.That(HtmlText.Clean(Encoding.UTF8.GetBytes("aaé漢"), 3), Is.EqualTo("aa…[+5 bytes]"));
        Assert.That(HtmlText.Clean("ab\ud83d\ude00", 3), Is.EqualTo("ab…[+2 characters]"));
        Assert.That(HtmlText.Clean(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 }, 5), Does.EndWith(" bytes]"));
    });

    [TestCase(0, "0 B")]
    [TestCase(999, "999 B")]
    [TestCase(1000, "1.0 kB")]
    [TestCase(999_949, "999.9 kB")]
    [TestCase(999_950, "1.0 MB")]
    [TestCase(188_123_456, "188.1 MB")]
    [TestCase(long.MaxValue, "9.2 EB")]
    [TestCase(long.MinValue, "-9.2 EB")]
    public void Size_IsDecimal(long bytes, string expected) => Assert.That(ReportNumber.Size(bytes), Is.EqualTo(expected));

    [Test]
    public void Full_NamesTheZoneAndDropsTrailingZeros()
    {
        var utc = new ReportTime(TimeZoneInfo.Utc);
        var east = new ReportTime(TimeZoneInfo.CreateCustomTimeZone("E", TimeSpan.FromHours(2), "E", "E"));
        var west = new ReportTime(TimeZoneInfo.CreateCustomTimeZone("W", TimeSpan.FromMinutes(-210), "W", "W"));
        Assert.Multiple(() =>
        {
            Assert.That(utc.Full(new Timestamp(1425470400, 0)), Is.EqualTo("2015-03-04 12:00:00 UTC"));
            Assert.That(utc.Full(new Timestamp(1425470400, 120_000_000)), Is.EqualTo("2015-03-04 12:00:00.12 UTC"));
            Assert.That(east.Full(new Timestamp(1425470400, 0)), Is.EqualTo("2015-03-04 14:00:00 +02:00"));
            Assert.That(west.Full(new Timestamp(1425470400, 0)), Is.EqualTo("2015-03-04 08:30:00 -03:30"));
            Assert.That(east.Full(new Timestamp(253402300799, 0)), Is.EqualTo("9999-12-31 23:59:59 +00:00"));
            Assert.That(utc.Full(Timestamp.GoZero), Is.EqualTo("never (0001-01-01)"));
            Assert.That(utc.Full(new Timestamp(long.MaxValue, 0)), Does.StartWith("@"));
        });
    }

    [Test]
    public void Budget_KeepsStoriesBeforeLogsBeforeFiles()
    {
        var counts = new long[EventTypes.Names.Count];
        (counts[(int)EventType.BuildStep], counts[(int)EventType.ContainerLog], counts[(int)EventType.LayerFileDeleted]) = (10, 10, 3);
        counts[(int)EventType.LayerFileModified] = 10;
        TimelineSummary summary = new() { Count = 33, CountByType = counts, First = null, Last = null, Days = [] };
        Assert.Multiple(() =>
        {
            Assert.That(new RowBudget(summary, 33).Describe(), Is.Null);
            Assert.That(new RowBudget(summary, 15).LeftOut, Is.EqualTo([0, 8, 10]));
            Assert.That(new RowBudget(summary, 15).Describe(), Is.EqualTo("10 file events and 8 log lines"));
            Assert.That(new RowBudget(summary, 1).Describe(), Is.EqualTo("10 file events and 10 log lines and 12 events"));
        });
    }
}
