using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Logs;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Logs;

/// <summary>The log format of Kubernetes' container runtimes.</summary>
internal sealed class CriLogTests
{
    [Test]
    public void Parts_are_joined_over_streams_and_files()
    {
        MadeStore store = new MadeStore()
            .File("a.log", "2026-01-02T03:04:05.000000001Z stdout P one \n2026-01-02T03:04:06Z stderr F err\n2026-01-02T03:04:07Z stdout P two\n")
            .File("b.log", "2026-01-02T03:04:08+01:00 stdout F  three\n2026-01-02T03:04:09Z stdout F \n2026-01-02T03:04:10Z stderr P left");
        Assert.That(Read(store, "a.log", "b.log"), Is.EqualTo(new[]
        {
            "2026-01-02T03:04:06.000000000Z stderr err\n",
            "2026-01-02T03:04:05.000000001Z stdout one two three\n",
            "2026-01-02T03:04:09.000000000Z stdout \n",
            "2026-01-02T03:04:10.000000000Z stderr left",
        }));
        Assert.That(store.Problems.Sorted(), Is.Empty);
    }

    /// <summary>What a program on a terminal writes ends so, and the engines give it so.</summary>
    [Test]
    public void A_carriage_return_before_the_end_is_the_container_s_own()
    {
        MadeStore store = new MadeStore().File("a.log", "2026-01-02T03:04:06Z stdout F red\r\n");
        Assert.That(Read(store, "a.log"), Is.EqualTo(new[] { "2026-01-02T03:04:06.000000000Z stdout red\r\n" }));
    }

    [Test]
    public void What_is_no_record_is_told_and_left_out()
    {
        MadeStore store = new MadeStore().File("a.log", "nonsense\n2026-01-02T03:04:06Z stdout F fine\n2026-01-02T03:04:06Z other F x\n");
        Assert.That(Read(store, "a.log"), Is.EqualTo(new[] { "2026-01-02T03:04:06.000000000Z stdout fine\n" }));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-CRILOG-0001", "SF-CRILOG-0001" }));
    }

    [Test]
    public void A_log_that_cannot_be_read_is_told()
    {
        MadeStore store = new MadeStore().Lost("a.log");
        Assert.That(Read(store, "a.log"), Is.Empty);
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-CRILOG-0002" }));
    }

    private static string[] Read(MadeStore store, params string[] names)
    {
        var log = new CriLog(new EvidenceFiles(store, store.Problems));
        var lines = new List<LogLine>();
        foreach (string name in names)
            lines.AddRange(log.Read(store.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(name))));
        lines.AddRange(log.Rest());
        return [.. lines.Select(l => $"{l.Time} {l.Stream} {Encoding.UTF8.GetString(l.Text.Span)}")];
    }
}
