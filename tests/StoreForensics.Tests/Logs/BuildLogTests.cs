using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Logs;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;
using StoreForensics.Tests.Stores.BuildKit;

namespace StoreForensics.Tests.Logs;

/// <summary>Logs of builds.</summary>
internal sealed class BuildLogTests
{
    /// <summary>A vertex is told of again and again; a step writes pieces that are no lines.</summary>
    [Test]
    public void Vertices_are_put_together_and_pieces_taken_apart()
    {
        byte[] log = [.. BuildHistoryTests.Frame(Vertex("[1/1] RUN make", 10, null, cached: false)), .. BuildHistoryTests.Frame(Line("one\ntwo\nthr")),
            .. BuildHistoryTests.Frame(Vertex("", 12, 20, cached: true)), .. BuildHistoryTests.Frame(Line("ee\n"))];
        MadeStore store = new MadeStore().File("log", log);
        (IReadOnlyList<BuildVertex> vertices, long lines) = BuildLog.Read(Entry(store), store.Problems);
        var made = new BuildVertex("sha256:aa", "[1/1] RUN make") { Started = new(10, 1), Completed = new(20, 1), IsCached = true };
        Assert.That(vertices, Is.EqualTo(new[] { made }));
        Assert.That(lines, Is.EqualTo(4));
        Assert.That(BuildLog.Lines(Entry(store), store.Problems).Select(l => (l.Stream, l.Time, Encoding.ASCII.GetString(l.Text.Span))),
            Is.EqualTo(new[] { "one\n", "two\n", "thr", "ee\n" }.Select(t => (2, (Timestamp?)new Timestamp(5, 6), t))));
        Assert.That(store.Codes, Is.Empty);
    }

    [Test]
    public void A_log_that_is_cut_is_told_as_far_as_it_goes()
    {
        byte[] first = BuildHistoryTests.Frame(Line("one\n")), whole = [.. first, .. BuildHistoryTests.Frame(Line("two\n"))];
        for (int length = first.Length + 1; length < whole.Length; length++)
        {
            MadeStore store = new MadeStore().File("log", whole[..length]);
            Assert.That(BuildLog.Read(Entry(store), store.Problems).Lines, Is.EqualTo(1), $"{length}");
            Assert.That(store.Codes, Is.EqualTo(new[] { "SF-BUILD-0003" }));
        }
    }

    [TestCase(new byte[] { 0xff, 0xff, 0xff, 0xff, 1, 2 })]
    [TestCase(new byte[] { 0xff, 0xff, 0xff, 0x7f })]
    [TestCase(new byte[] { 2, 0, 0, 0, 0x0a, 0x7f })]
    [TestCase(new byte[] { 1, 0 })]
    public void Lengths_that_are_no_lengths_are_damage(byte[] bytes)
    {
        MadeStore store = new MadeStore().File("log", bytes);
        Assert.That(BuildLog.Read(Entry(store), store.Problems).Vertices, Is.Empty);
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-BUILD-0003" }));
    }

    private static EntryRef Entry(MadeStore store) => new(store, store.Tree.Find(EvidenceTree.Root, "log"u8));

    private static ProtobufMessage Line(string text) =>
        new ProtobufMessage().Message(3, new ProtobufMessage().Text(1, "sha256:aa").Time(2, 5, 6).Number(3, 2).Text(4, text));

    private static ProtobufMessage Vertex(string name, ulong started, ulong? completed, bool cached)
    {
        ProtobufMessage vertex = new ProtobufMessage().Text(1, "sha256:aa").Text(3, name).Number(4, cached ? 1UL : 0).Time(5, started, 1);
        return new ProtobufMessage().Message(1, completed is ulong end ? vertex.Time(6, end, 1) : vertex);
    }
}
