using System.Text;
using StoreForensics.Logs;
using StoreForensics.Primitives;
using static StoreForensics.Tests.Logs.LocalLogReaderTest;

namespace StoreForensics.Tests.Logs;

public sealed class LocalLogPartsTest
{
    [Test]
    public void PartsAreJoinedForEachStream()
    {
        string[] lines = Read(
            Frame("stdout", 1, "a1 ", "x", 1), Frame("stderr", 2, "b1 ", "y", 1), Frame("stdout", 3, "a2 ", "x", 2), Frame("stderr", 4, "b2", "y", 2, true),
                Frame("stdout", 5, "a3", "x", 3, true), Frame("stdout", 6, "c"));

        Assert.That(lines, Is.EqualTo(new[] { "2 stderr b1 b2 whole", "1 stdout a1 a2 a3 whole", "6 stdout c whole" }));
    }

    [Test]
    public void ALineWhoseBeginningWasRotatedAwayIsNotWhole() =>
        Assert.That(Read(Frame("stdout", 1, "tail", "x", 3, true)), Is.EqualTo(new[] { "1 stdout tail ends" }));

    [Test]
    public void ALostPartInTheMiddleIsNoticed() =>
        Assert.That(Read(Frame("stdout", 1, "a", "x", 1), Frame("stdout", 2, "c", "x", 3, true)), Is.EqualTo(new[] { "1 stdout ac ends" }));

    [Test]
    public void ALineWithoutAnEndGivesWayToTheNext() =>
        Assert.That(Read(Frame("stdout", 1, "a", "x", 1), Frame("stdout", 2, "b", "y", 1, true), Frame("stdout", 3, "c", "z", 1)), Is.EqualTo(new[]
        {
            "1 stdout a", "2 stdout b whole", "3 stdout c",
        }));

    [Test]
    public void AnOrdinaryRecordEndsAPendingLineOfItsStream() =>
        Assert.That(Read(Frame("stdout", 1, "a", "x", 1), Frame("stdout", 2, "b")), Is.EqualTo(new[] { "1 stdout a", "2 stdout b whole" }));

    [Test]
    public void AnEndlessLineIsHandedOutInPieces()
    {
        var parts = new LocalLogParts();
        var entry = new LocalLogEntry { Offset = 0, Stream = "stdout", Line = new byte[900_000], IsPartial = true, PartId = "x", PartNumber = 1 };

        List<LocalLogLine> lines = [.. Enumerable.Repeat(entry, 20).SelectMany(parts.Add)];
        lines.AddRange(parts.Rest());

        Assert.That(lines.Select(l => l.Text.Length), Is.EqualTo(new[] { 19 * 900_000, 900_000 }));
    }

    private static string[] Read(params byte[][] frames)
    {
        var parts = new LocalLogParts();
        var reader = new LocalLogReader(new MemoryStream(Join(frames)), new ProblemLog(), new Origin("test", default));
        IEnumerable<LocalLogLine> lines = [.. reader.Read().SelectMany(parts.Add), .. parts.Rest()];
        return [.. lines.Select(l =>
            $"{l.First.Time!.Value.Nanoseconds} {l.First.Stream} {Encoding.ASCII.GetString(l.Text.Span)}{(l.IsWhole ? " whole" : l.HasEnd ? " ends" : "")}")];
    }
}
