using System.Text;
using StoreForensics.Reports.L2t;
using StoreForensics.Timeline;
using static StoreForensics.Tests.Reports.Data.EventDraft;

namespace StoreForensics.Tests.Reports.Data;

public sealed class L2tCsvWriterTests
{
    [Test]
    public void Output_is_the_reviewed_one() => GoldenFile.AssertIs("timeline.l2t.csv", Samples.Write(new L2tCsvWriter(), Samples.Case()));

    [Test]
    public void Header_is_log2timelines() =>
        Assert.That(Encoding.ASCII.GetString(Samples.Write(new L2tCsvWriter(), Samples.Case([]))), Is.EqualTo(
            "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra\n"));

    [Test]
    public void Splitting_at_commas_and_parsing_both_give_17_cells()
    {
        byte[] csv = Samples.Write(new L2tCsvWriter(), Samples.Case());

        string[] lines = Encoding.UTF8.GetString(csv).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(Samples.Events.Count + 1));
        Assert.That(lines.Select(line => line.Split(',').Length), Is.All.EqualTo(17));
        Assert.That(CsvTimelineWriterTests.Parse(csv).Select(row => row.Length), Is.All.EqualTo(17));
    }

    [Test]
    public void Time_is_spelled_the_american_way()
    {
        string[] row = Row(Samples.Events[2]);

        Assert.That(row[..4], Is.EqualTo(new[] { "05/02/2012", "00:00:00", "UTC", "M..." }));
        Assert.That(Row(Samples.Events[0])[..2], Is.EqualTo(new[] { "06/25/1950", "08:53:20" }));
    }

    [TestCase(EventType.LayerFileModified, "M...", "FILE")]
    [TestCase(EventType.LayerFileAccessed, ".A..", "FILE")]
    [TestCase(EventType.LayerFileChanged, "..C.", "FILE")]
    [TestCase(EventType.LayerFileBorn, "...B", "FILE")]
    [TestCase(EventType.ContainerCreated, "...B", "DOCKER")]
    [TestCase(EventType.ContainerStarted, "....", "DOCKER")]
    [TestCase(EventType.ContainerLog, "....", "LOG")]
    public void Letters_and_source_follow_the_type(EventType type, string letters, string source)
    {
        string[] row = Row(Samples.Events[2] with { Type = type });

        Assert.That((row[3], row[4]), Is.EqualTo((letters, source)));
    }

    [Test]
    public void Short_text_is_cut_between_characters()
    {
        string text = new string('x', 76) + "ééééé";

        Assert.That(Row(Samples.Events[2] with { Message = Bytes(text) })[9], Is.EqualTo(new string('x', 76) + "..."));
        Assert.That(Row(Samples.Events[2] with { Message = Bytes(new string('x', 80)) })[9], Is.EqualTo(new string('x', 80)));
    }

    private static string[] Row(EventDraft draft) => CsvTimelineWriterTests.Parse(Samples.Write(new L2tCsvWriter(), Samples.Case([draft])))[1];
}
