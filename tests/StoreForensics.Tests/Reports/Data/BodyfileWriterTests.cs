using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Bodyfile;
using StoreForensics.Timeline;
using static StoreForensics.Tests.Reports.Data.EventDraft;

namespace StoreForensics.Tests.Reports.Data;

public sealed class BodyfileWriterTests
{
    [Test]
    public void Output_is_the_reviewed_one() => GoldenFile.AssertIs("timeline.body", Samples.Write(new BodyfileWriter(), Samples.Case()));

    [Test]
    public void Events_before_1970_are_left_out_and_counted()
    {
        Assert.That(new BodyfileWriter().Write(Samples.Case(), Stream.Null), Is.EqualTo("1 event before 1970 left out: a bodyfile cannot hold such times."));
        Assert.That(new BodyfileWriter().Write(Samples.Case([Samples.Events[0], Samples.Events[0]]), Stream.Null), Does.StartWith("2 events "));
        Assert.That(new BodyfileWriter().Write(Samples.Case([Samples.Events[1]]), Stream.Null), Is.Null);
    }

    [Test]
    public void Every_row_has_eleven_fields_and_one_time()
    {
        List<string[]> rows = Rows(Samples.Events);

        Assert.That(rows, Has.Count.EqualTo(Samples.Events.Count - 1));
        Assert.That(rows.Select(row => row.Length), Is.All.EqualTo(11));
        Assert.That(rows.Select(row => row[7..].Count(time => time != "-1")), Is.All.EqualTo(1));
    }

    [TestCase(EventType.LayerFileAccessed, 7)]
    [TestCase(EventType.LayerFileModified, 8)]
    [TestCase(EventType.LayerFileDeleted, 8)]
    [TestCase(EventType.ContainerStarted, 8)]
    [TestCase(EventType.LayerFileChanged, 9)]
    [TestCase(EventType.LayerFileBorn, 10)]
    public void The_time_stands_in_its_column(EventType type, int column) =>
        Assert.That(Rows([Samples.Events[2] with { Type = type }]).Single()[column], Is.EqualTo("1335916800"));

    [TestCase(EntryKind.File, 0x9ed, "r/rrwsr-xr-x")]
    [TestCase(EntryKind.File, 0xe00, "r/r--S--S--T")]
    [TestCase(EntryKind.Directory, 0x3ff, "d/drwxrwxrwt")]
    [TestCase(EntryKind.Symlink, 0x1ff, "l/lrwxrwxrwx")]
    [TestCase(EntryKind.Fifo, 0x1a4, "p/prw-r--r--")]
    public void Mode_is_spelled_as_fls_does(EntryKind kind, int mode, string text) =>
        Assert.That(Rows([Samples.Events[2] with { Kind = kind, Mode = mode }]).Single()[3], Is.EqualTo(text));

    [Test]
    public void Several_stores_and_evidences_are_named()
    {
        var inventory = new Inventory();
        var store = new StoreInfo { Name = "aufs", Driver = "aufs", Era = "graph", Root = new Origin("e", "x") };
        inventory.Stores.AddRange([store, store with { Name = "overlay" }]);

        string text = Encoding.UTF8.GetString(Samples.Write(new BodyfileWriter(), Samples.Case([Samples.Events[2]], inventory)));

        Assert.That(text, Does.StartWith($"0|[aufs layer {Samples.LayerId}] /bin/su|"));
    }

    [TestCase(EventType.VolumeFileModified)]
    [TestCase(EventType.LayerFileChanged)]
    public void Files_of_volumes_are_told_apart_by_their_place(EventType type)
    {
        EventDraft draft = Samples.Events[2] with { Type = type, Subject = Samples.Events[9].Subject, Path = Bytes("/"), Origin = Bytes("volumes/one") };

        Assert.That(
            Rows([draft, draft with { Origin = Bytes("volumes/two") }]).Select(row => row[1]),
            Is.EqualTo(new[] { "[aufs] volumes/one", "[aufs] volumes/two" }));
    }

    [Test]
    public void Equal_rows_of_one_second_are_told_apart()
    {
        IEnumerable<string> names = Rows(Samples.Events).Select(row => row[1]).Where(name => name.Contains("tick", StringComparison.Ordinal));

        Assert.That(names, Is.EqualTo(new[]
        {
            "[container angry_bell] container.log: stdout: tick",
            "[container angry_bell] container.log: stdout: tick #2",
            "[container angry_bell] container.log: stdout: tick #2 #2",
        }));
    }

    [Test]
    public void Mactime_loses_no_row()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, Guid.NewGuid() + ".body");
        File.WriteAllBytes(file, Samples.Write(new BodyfileWriter(), Samples.Case()));
        try
        {
            string[] rows = Mactime(file).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

            // Rows of one file and time come together, with a letter for each.
            Assert.That(rows.Sum(row => row.Split(',')[2].Count(char.IsLetter)), Is.EqualTo(Samples.Events.Count - 1));
            Assert.That(rows, Has.Some.Contains("] /a|b%0Ac%zz\\x0a,\"\"\\\\ \\xff\\xc3\\xc2\\x85"));
            Assert.That(rows, Has.Some.StartsWith("0000-00-00T00:00:00Z,12,m...,r/rrw-r--r--,0,0,4711,"));
            Assert.That(rows.Count(row => row.StartsWith("0000", StringComparison.Ordinal)), Is.EqualTo(1));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Mactime(string file)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("mactime", ["-y", "-d", "-b", file]) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("mactime (Sleuth Kit) is not installed");
            throw;
        }
    }

    private static List<string[]> Rows(IReadOnlyList<EventDraft> drafts) =>
        [.. Encoding.UTF8.GetString(Samples.Write(new BodyfileWriter(), Samples.Case(drafts))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row =>
            row.Split('|'))];
}
