using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;
using StoreForensics.Tests.Stores.BuildKit;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Timeline;

/// <summary>What builders remember, as events.</summary>
internal sealed class BuildEventsTests
{
    [TestCase(LogEvents.None, 0)]
    [TestCase(LogEvents.FirstAndLast, 2)]
    [TestCase(LogEvents.All, 3)]
    public void A_build_has_a_beginning_parts_lines_and_an_end(LogEvents logs, int lines)
    {
        ProtobufMessage log = new ProtobufMessage();
        for (ulong i = 0; i < 3; i++)
            log.Message(3, new ProtobufMessage().Text(1, "sha256:aa").Time(2, 20 + i, 0).Number(3, 1).Text(4, $"line {i}\n"));
        MadeStore store = new MadeStore().File("log", BuildHistoryTests.Frame(log));
        var entry = new EntryRef(store, store.Tree.Find(EvidenceTree.Root, "log"u8));
        var inventory = new Inventory();
        inventory.Builds.Add(new BuildRecord
        {
            Id = "b",
            Store = MadeBuilder.Info,
            Origin = MadeBuilder.Info.Root,
            Started = new Timestamp(10, 0),
            Completed = new Timestamp(30, 0),
            Error = new BuildError(2, "exit code: 1") { Step = "RUN false" },
            Log = new BuildArtifact("sha256:00", null, null) { Entry = entry },
            Vertices = [new BuildVertex("sha256:aa", "RUN false") { Started = new(11, 0), Completed = new(29, 0), Error = "exit code: 1" }],
        });
        string[] rows = [.. Rows(store, inventory, logs)];
        Assert.That(rows.Where(r => !r.Contains("build.log", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "10 build.started Build begun: b", "11 build.vertex.started Build b: RUN false",
            "29 build.vertex.completed Build b, ended: RUN false failed: exit code: 1", "30 build.completed Build failed: b; exit code: 1 (in RUN false)",
        }));
        Assert.That(rows.Count(r => r.Contains("build.log", StringComparison.Ordinal)), Is.EqualTo(lines));
    }

    [Test]
    public void A_record_of_the_cache_has_the_times_that_it_was_made_and_last_used()
    {
        var inventory = new Inventory();
        foreach (string? same in (string?[])[null, "r"])
            inventory.BuildCache.Add(new BuildCacheRecord
            {
                Id = "r",
                Store = MadeBuilder.Info,
                Origin = MadeBuilder.Info.Root,
                Type = "regular",
                Description = "RUN make",
                Created = new Timestamp(1, 0),
                LastUsed = new Timestamp(2, 0),
                UsageCount = 4,
                SameAs = same,
            });
        Assert.That(Rows(new MadeStore(), inventory, LogEvents.None), Is.EqualTo(new[]
        {
            "1 build.cache.created Build cache: made r (regular): RUN make",
            "2 build.cache.used Build cache: last used r (regular): RUN make (used 4 times in all)",
        }));
    }

    /// <summary>The time is a file's, and so may be another's: the row says so.</summary>
    [Test]
    public void What_only_a_client_knows_was_asked_for()
    {
        var inventory = new Inventory();
        var client = new BuildClientReference("default/default", "/src", null, null, null, MadeBuilder.Info.Root, new Timestamp(7, 0));
        inventory.Builds.Add(new BuildRecord { Id = "u", Store = MadeBuilder.Info, Origin = MadeBuilder.Info.Root, IsRecorded = false, Client = client });
        Assert.That(Rows(new MadeStore(), inventory, LogEvents.None),
            Is.EqualTo(new[] { "7 build.started Build asked for, of which no builder has a record: u of src inferred" }));
    }

    private static IEnumerable<string> Rows(MadeStore store, Inventory inventory, LogEvents logs)
    {
        using var scratch = new Scratch();
        ITimeline timeline = TimelineBuilder.Build(inventory, [store], [], new TimelineOptions { Logs = logs }, scratch, store.Problems);
        foreach (TimelineEvent e in timeline.Events())
            yield return $"{e.Time.Seconds} {e.Type.Name()} {Encoding.UTF8.GetString(e.Message.Span)} {e.Tag}".TrimEnd();
    }
}
