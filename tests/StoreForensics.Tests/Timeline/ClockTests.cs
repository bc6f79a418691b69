using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;
using StoreForensics.Tests.Verification;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Timeline;

/// <summary>What is said of the clocks: of a real engine's store as it is, and with one thing changed in it.</summary>
[TestFixture]
internal sealed class ClockTests
{
    private static VerifiedStore Store => VerifiedStore.Named("sample");

    [Test]
    public void A_store_as_it_was_is_trusted_and_its_one_normalized_layer_named()
    {
        ClockReport report = Examine(Store.Source).Clocks!;

        Assert.That(report.Statements.Where(s => s.Weight == ClockWeight.Contradicts), Is.Empty);
        Assert.That(report.Statements.Where(s => s.Weight == ClockWeight.Supports).Select(s => s.Count), Is.EqualTo(new long?[] { 7, 7 }),
            "order of seven containers; skew of seven");
        Assert.That(report.Statements.Single(s => s.Text.Contains("normalized", StringComparison.Ordinal)).Text, Does.Contain("2024-01-15T08:00:00"));
        Assert.That(report.Statements.Select(s => s.Text), Has.None.Contains("those of a copy"), "the sample's change times are the host's own");
    }

    [TestCase(3600, "3600 s later")]
    [TestCase(-7200, "7200 s earlier")]
    public void A_file_system_whose_clock_is_off_contradicts_the_engine(int seconds, string words)
    {
        var evidence = new AlteredEvidence(Store.Source);
        foreach (string path in Paths(p => p.Contains("/layerdb/mounts/", StringComparison.Ordinal) && p.EndsWith("/mount-id", StringComparison.Ordinal)))
            evidence.Change(path, m => m with { Modified = new Timestamp(m.Modified!.Value.Seconds + seconds, 0) });

        ClockReport report = Examine(evidence.Build()).Clocks!;

        Assert.That(report.Statements[0].Weight, Is.EqualTo(ClockWeight.Contradicts));
        Assert.That(report.Statements[0].Text, Does.Contain(words));
        Assert.That(report.Verdict, Does.Contain("contradict each other"));
    }

    /// <summary>The migration of 1.10 names a mount after its container, and writes all of them in one burst, long after.</summary>
    [Test]
    public void Mounts_that_a_migration_recorded_say_nothing_of_clocks()
    {
        var evidence = new AlteredEvidence(Store.Source);
        foreach (string path in Paths(p => p.Contains("/layerdb/mounts/", StringComparison.Ordinal) && p.EndsWith("/mount-id", StringComparison.Ordinal)))
        {
            evidence.SetContent(path, Encoding.UTF8.GetBytes(path.Split('/')[^2]));
            evidence.Change(path, m => m with { Modified = new Timestamp(m.Modified!.Value.Seconds + 99_999, 0) });
        }

        Assert.That(Examine(evidence.Build()).Clocks!.Statements.Where(s => s.Weight == ClockWeight.Contradicts), Is.Empty);
    }

    [Test]
    public void A_container_created_after_it_was_started_contradicts_itself()
    {
        string path = Paths(p => p.EndsWith("/config.v2.json", StringComparison.Ordinal)).First();
        var evidence = new AlteredEvidence(Store.Source);
        evidence.SetContent(path,
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(evidence.Read(path)).Replace("\"Created\":\"2026", "\"Created\":\"2027", StringComparison.Ordinal)));

        ClockReport report = Examine(evidence.Build()).Clocks!;

        Assert.That(report.Statements.Where(s => s.Weight == ClockWeight.Contradicts).Select(s => s.Text),
            Has.Some.Contains("wrong order").And.Some.Contains("was created at 2027"));
    }

    [TestCase(1_000, "after-step")]
    [TestCase(-500_000, "before-step")]
    public void A_file_that_was_not_written_while_its_step_ran_is_tagged(int seconds, string tag)
    {
        Layer layer = Store.Recorded.First(l => l.Step is { Created: not null, Number: > 1 } step
            && step.Instruction.StartsWith("RUN", StringComparison.Ordinal) && VerifiedStore.Files(l).Any());
        string path = VerifiedStore.Files(layer).First();
        var evidence = new AlteredEvidence(Store.Source);
        evidence.Change(path, m => m with { Modified = new Timestamp(layer.Step!.Created!.Value.Time.Seconds + seconds, 0), Changed = null });

        Assert.That(Tag(Examine(evidence.Build()), path), Does.Contain(tag));
        Assert.That(Tag(Examine(Store.Source), path), Does.Not.Contain("-step"), "as it was");
    }

    /// <summary>Unpacking a layer makes entries in its directories, which sets their times; once the store had the layer, nobody unpacked it.</summary>
    [TestCase(-1, true, "")]
    [TestCase(100, true, "after-step")]
    [TestCase(-1, false, "after-step")]
    public void A_directory_that_unpacking_touched_is_not_told_to_have_been_set(int secondsAfterRegistration, bool isFilled, string tag)
    {
        const long day = 86400;
        Layer layer = Store.Recorded.First(l => l.Step?.Created is not null && FilledDirectory(l) is not null);
        (string filled, string name) = FilledDirectory(layer)!.Value;
        var evidence = new AlteredEvidence(Store.Source);
        long registered = layer.Step!.Created!.Value.Time.Seconds + day;
        string directory = isFilled ? filled : filled + "/" + name;
        if (!isFilled)
            evidence.Change(directory, m => m with { Kind = EntryKind.Directory, Size = 0 });
        evidence.Change(layer.RegisteredOrigin!.Value.Path.ToString(), m => m with { Modified = new Timestamp(registered, 0) });
        evidence.Change(directory, m => m with { Modified = new Timestamp(registered + secondsAfterRegistration, 0), Changed = null });

        Assert.That(string.Join(',', Tag(Examine(evidence.Build()), directory).Split(',').Where(t => t.EndsWith("-step", StringComparison.Ordinal))),
            Is.EqualTo(tag));
    }

    [Test]
    public void A_deletion_in_an_image_is_dated_by_its_build_step_and_in_a_container_by_its_mark()
    {
        string[] told = [.. Examine(Store.Source).Events().Where(e => e.Type == EventType.LayerFileDeleted)
            .Select(e => $"{(e.Subject.Containers.Count > 0 ? "container" : "image")}: {e.TimeMeaning}").Distinct(StringComparer.Ordinal).Order()];
        Assert.That(told, Is.EqualTo(new[]
        {
            "container: Deleted (mtime of the directory or file that replaced what was there)",
            "container: Deleted (mtime of the whiteout)",
            "image: Deleted (time of the build step that replaced what was there)",
            "image: Deleted (time of the build step)",
        }));
        var moments = Store.Recorded.Where(l => l.Step?.Created is not null).ToDictionary(l => l.Id, l => l.Step!.Created!.Value.Time);
        foreach (TimelineEvent e in Examine(Store.Source).Events().Where(e => e.Type == EventType.LayerFileDeleted && e.Subject.Containers.Count == 0))
            Assert.That(e.Time, Is.EqualTo(moments[e.Subject.Layer!]));
    }

    [Test]
    public void A_change_time_before_the_modification_time_is_tagged()
    {
        string path = VerifiedStore.Files(Store.Recorded.First(l => VerifiedStore.Files(l).Any())).First();
        var evidence = new AlteredEvidence(Store.Source);
        evidence.Change(path, m => m with { Changed = new Timestamp(m.Modified!.Value.Seconds - 100, 0) });

        Assert.That(Tag(Examine(evidence.Build()), path), Does.Contain("ctime-before-mtime"));
    }

    [Test]
    public void Change_times_of_a_copy_are_told_from_a_hosts()
    {
        var evidence = new AlteredEvidence(Store.Source);
        foreach (string path in Paths(_ => true))
            evidence.Change(path, m => m with { Changed = new Timestamp(1_900_000_000, 0) });

        Assert.That(Examine(evidence.Build()).Clocks!.Statements.Select(s => s.Text), Has.Some.Contains("those of a copy"));
    }

    /// <summary>A case of two hosts: what is in the future on one is so whatever the other's clock says, and neither is held against the other.</summary>
    [Test]
    public void Every_host_has_its_own_clock()
    {
        string file = VerifiedStore.Files(Store.Recorded.First(l => VerifiedStore.Files(l).Any())).First();
        var early = new AlteredEvidence(Store.Source, "early.tar");
        early.Change(file, m => m with { Modified = new Timestamp(1_800_000_000, 0) });
        var late = new AlteredEvidence(Store.Source, "late.tar");
        foreach (string path in Paths(p => p.Contains("/layerdb/mounts/", StringComparison.Ordinal)))
            late.Change(path, m => m with { Modified = new Timestamp(1_900_000_000, 0) });

        ITimeline alone = Examine(early.Build()), both = Examine(early, late.Build());

        Assert.That(Tag(alone, file), Does.Contain("future"));
        Assert.That(Rows(both, "early.tar"), Is.EqualTo(Rows(alone, "early.tar")), "the rows of a host do not depend on who else is in the case");
        string[] statements = [.. both.Clocks!.Statements.Where(s => s.Weight == ClockWeight.Contradicts).Select(s => s.Text)];
        Assert.That(statements, Is.Not.Empty.And.All.StartsWith("late.tar: "));
        Assert.That(both.Clocks.Statements.Select(s => s.Text), Has.Some.StartsWith("early.tar: "));
    }

    private static (string Directory, string Name)? FilledDirectory(Layer layer)
    {
        EvidenceTree tree = layer.Files!.Tree;
        foreach (string path in VerifiedStore.Files(layer))
        {
            int file = tree.Find(EvidenceTree.Root, Encoding.Latin1.GetBytes(path)), directory = tree[file].Parent;
            if (directory != layer.Files.Root)
                return (Encoding.Latin1.GetString(tree.PathOf(directory).Bytes), Encoding.Latin1.GetString(tree.Name(file)));
        }
        return null;
    }

    private static string[] Rows(ITimeline timeline, string evidence) =>
        [.. timeline.Events().Where(e => e.Subject.Evidence == evidence).Select(e =>
            $"{e.Time} {e.Type.Name()} {Encoding.Latin1.GetString(e.Origin.Span)} {e.Tag}")];

    private static IEnumerable<string> Paths(Func<string, bool> wanted)
    {
        EvidenceTree tree = Store.Source.Tree;
        return Enumerable.Range(1, tree.Count - 1).Select(n =>
            Encoding.Latin1.GetString(tree.PathOf(n).Bytes)).Where(wanted).Order(StringComparer.Ordinal).ToArray();
    }

    private static string Tag(ITimeline timeline, string origin) =>
        timeline.Events().Where(e => e.Type == EventType.LayerFileModified && Encoding.Latin1.GetString(e.Origin.Span) == origin).Select(e => e.Tag).Single()
            ?? "";

    private static ITimeline Examine(params IEvidenceSource[] sources)
    {
        var problems = new ProblemLog();
        var inventory = new Inventory();
        EntryRef[] roots = [.. sources.SelectMany(s => StoreReader.Read(s, null, inventory, problems).Select(r => new EntryRef(s, r)))];
        return TimelineBuilder.Build(inventory, sources, roots, new TimelineOptions(), new Scratch(), problems);
    }
}
