using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline;
using StoreForensics.Views;

namespace StoreForensics.Tests.Ingest.Deleted;

/// <summary>Removed containers and deleted files of a small ext4, against the recipe that made it.</summary>
public sealed class RecoveredTests
{
    [Test]
    public void Removed_containers_come_back_as_they_were_and_live_ones_are_not_among_them()
    {
        using var image = new RecoveredImage();
        RecoveredThings recovered = image.Analyzer.Inventory.Recovered;

        Assert.That(image.Analyzer.Inventory.Containers.Select(c => c.Name), Is.EquivalentTo(new[] { "kept", "later" }));
        Assert.That(recovered.Containers.Select(c => (c.Id, c.Name, c.ImageName, c.Command, c.State, c.ExitCode, c.Recovery!.Certainty)), Is.EqualTo(new[]
        {
            (RecoveredImage.Gone, "gone", "made/image:1", "sh -c echo gone", "exited", 3L, Certainty.Intact),
            (RecoveredImage.Reused, "reused", "made/image:1", "sh -c echo reused", "exited", 3L, Certainty.Intact),
        }));
        Container gone = recovered.Containers[0];
        Assert.That(gone.Started?.Time, Is.EqualTo(Timestamp.TryParse("2026-03-01T10:00:01Z")));
        Assert.That(gone.Finished?.Time, Is.EqualTo(Timestamp.TryParse("2026-03-01T10:05:00Z")));
        Assert.That(gone.Recovery!.Removed, Is.GreaterThan(new Timestamp(1_700_000_000, 0)), "the deletion time of its directory");
        Assert.That(gone.Recovery.Basis, Does.Contain("transaction").And.Contain("whole as JSON"));
        Assert.That(gone.Store, Is.SameAs(image.Analyzer.Inventory.Stores[0]), "the store that it was in");
    }

    [Test]
    public void Its_log_and_the_files_of_its_layer_come_back_byte_for_byte()
    {
        using var image = new RecoveredImage();
        Container gone = image.Analyzer.Inventory.Recovered.Containers[0];

        LogLine[] lines = [.. ContainerLog.Read(gone, new ProblemLog())];
        Assert.That(lines.Select(l => Encoding.UTF8.GetString(l.Text.Span)), Is.EqualTo(new[] { "said by gone\n" }));

        byte[] expected = [.. "#!/bin/sh\n# gone\n"u8, .. Enumerable.Repeat((byte)'x', 5000)];
        LayerFiles files = gone.Layer!.Files!;
        int node = files.Tree.Find(files.Root, "tmp/.cache/drop.sh"u8);
        using Stream content = files.Source.Open(node);
        Assert.That(SHA256.HashData(content), Is.EqualTo(SHA256.HashData(expected)));
        Assert.That(files.Tree[node].Mode, Is.EqualTo(0x1A4), "0644");
    }

    [Test]
    public void Bytes_that_something_else_got_are_not_given_out()
    {
        using var image = new RecoveredImage();
        Dictionary<string, RecoveredFile> files = InKept(image.Analyzer);

        Assert.That(files["lost"].Recovery.Certainty, Is.EqualTo(Certainty.Name), "a file that filled the disk had its blocks");
        Assert.That(files["lost"].Recovery.Basis, Does.Contain("59 of its 59 blocks"));
        Assert.That(files["filler"].Recovery.Certainty, Is.EqualTo(Certainty.Partly), "later containers have some of its blocks");
        EvidenceFormatException refused = Assert.Throws<EvidenceFormatException>(() => files["lost"].Entry.Source.Open(files["lost"].Entry.Node))!;
        Assert.That(refused.Code, Is.EqualTo(RecoveryProblems.NoBytes));
        using Stream partly = files["filler"].Entry.Source.Open(files["filler"].Entry.Node);
        using var bytes = new MemoryStream();
        partly.CopyTo(bytes);
        Assert.That(bytes.ToArray().Distinct().Order(), Is.EqualTo(new byte[] { 0, (byte)'z' }), "what is lost is zeros, not another's bytes");
    }

    [Test]
    public void No_live_name_is_called_deleted_unless_something_else_had_it_before()
    {
        using var image = new RecoveredImage();
        EvidenceTree live = image.Analyzer.Sources[0].Tree;
        foreach (RecoveredFile file in image.Analyzer.Inventory.Recovered.Files)
        {
            int node = live.Find(EvidenceTree.Root, file.Entry.Path.Bytes);
            if (node != EvidenceTree.None)
                Assert.That(file.Recovery.Basis, Does.Contain("something else has this path now"), file.Entry.Path.ToString());
        }
    }

    [Test]
    public void Deleted_files_of_a_live_container_are_listed_after_its_own()
    {
        using var image = new RecoveredImage(merge: true);
        ViewedObject kept = ViewedObject.Find(image.Analyzer.Inventory, "kept");
        string[] rows = [.. RecoveredViews.Rows(kept, RecoveredViews.Of(kept, image.Analyzer.Inventory), "/tmp"u8.ToArray(), recursive: false)
            .Select(r => $"{DisplayText.Escape(r.Entry.Path.Span)} {r.Entry.Entry.RecoveryOf()?.Word}")];
        Assert.That(rows, Is.EqualTo(new[] { "/tmp/.cache ", "/tmp/deleted-in-kept name", "/tmp/filler partly", "/tmp/lost name" }));
    }

    [Test]
    public void All_of_it_is_told_as_recovered_events_with_owners_and_digests_of_what_is_whole()
    {
        using var image = new RecoveredImage();
        ITimeline timeline = image.Analyzer.BuildTimeline(new TimelineOptions { HashRecovered = true });
        var seen = new List<string>();
        foreach (TimelineEvent e in timeline.Events())
        {
            bool isRemoved = e.Subject.ContainerIds.Any(id => id is RecoveredImage.Gone or RecoveredImage.Reused);
            Assert.That(e.Type >= EventType.RecoveredContainer, Is.EqualTo(e.Recovery is not null));
            if (isRemoved)
                Assert.That(e.Type.Name(), Does.StartWith("recovered."));
            if (e.Type == EventType.RecoveredFile)
                seen.Add($"{string.Join(',', e.Subject.Containers)} {Encoding.UTF8.GetString(e.Path.Span)} {e.Sha256.Length}");
        }
        Assert.That(seen, Does.Contain("gone /tmp/.cache/drop.sh 32"));
        Assert.That(seen, Does.Contain($"gone /containers/{RecoveredImage.Gone}/config.v2.json 32"));
        Assert.That(seen, Does.Contain("kept /tmp/filler 0"));
    }

    [Test]
    public void How_far_back_it_reaches_is_told()
    {
        using var image = new RecoveredImage();
        Assert.That(image.Analyzer.Problems.Sorted().Where(p => p.Code == RecoveryProblems.Reach).Select(p => p.Message),
            Has.One.Contains("the journal reaches back to transaction"));
    }

    [Test]
    public void A_journal_that_cannot_be_read_is_told_and_what_is_live_is_read()
    {
        int journal = RecoveredImage.Bytes().AsSpan().IndexOf((ReadOnlySpan<byte>)[0xC0, 0x3B, 0x39, 0x98, 0, 0, 0, 4]);
        using var image = new RecoveredImage(bytes => bytes.AsSpan(journal, 1024).Clear());
        Assert.That(image.Analyzer.Inventory.Containers, Has.Count.EqualTo(2));
        Assert.That(image.Analyzer.Inventory.Recovered.Containers, Is.Empty);
        Assert.That(image.Analyzer.Problems.Sorted().Select(p => p.Code), Does.Contain(RecoveryProblems.Unreadable));
    }

    [Test]
    public void Damage_in_the_journal_costs_what_it_holds_and_never_the_rest()
    {
        byte[] good = RecoveredImage.Bytes();
        int journal = good.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xC0, 0x3B, 0x39, 0x98, 0, 0, 0, 4]);
        var random = new Random(7);
        for (int round = 0; round < 12; round++)
        {
            using var image = new RecoveredImage(bytes =>
            {
                for (int i = 0; i < 400; i++)
                    bytes[journal + 1024 + random.Next(200 * 1024)] ^= (byte)(1 << random.Next(8));
            });
            Assert.That(image.Analyzer.Inventory.Containers, Has.Count.EqualTo(2));
            Assert.That(image.Analyzer.Problems.Faults, Is.Empty);
            Assert.That(image.Analyzer.Inventory.Recovered.Containers.Select(c => c.Id), Is.SubsetOf(new[] { RecoveredImage.Gone, RecoveredImage.Reused }));
        }
    }

    [Test]
    public void Of_a_copy_that_holds_no_deleted_files_that_is_told()
    {
        using var scratch = new Scratch(null);
        string tar = Path.Combine(Checkout.Root, "sample-evidence", "webshop-1.6", "webshop-1.6.tar.gz");
        using var analyzer = Analyzer.Open(new AnalysisOptions { Evidence = [tar], Recover = RecoveryChoice.Asked }, scratch);
        Assert.That(analyzer.Problems.Sorted().Where(p => p.Code == RecoveryProblems.NotSearched).Select(p => p.Message), Has.One.Contains("not in a tar"));
        Assert.That(analyzer.Inventory.Recovered.Limits, Has.Count.EqualTo(1));
    }

    private static Dictionary<string, RecoveredFile> InKept(Analyzer analyzer) => analyzer.Inventory.Recovered.Files
        .Where(f => f.Entry.Facts.Kind == EntryKind.File
            && f.Entry.Path.ToString().StartsWith($"overlay2/{RecoveredImage.KeptLayer}/diff/tmp/", StringComparison.Ordinal))
        .ToDictionary(f => f.Entry.Path.ToString().Split('/')[^1]);
}
