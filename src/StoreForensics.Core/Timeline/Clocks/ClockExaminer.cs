using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Clocks;

/// <summary>Puts side by side what should agree or follow in order, and says what does not (format reference, section 12.6).</summary>
/// <param name="inventory">What the stores hold.</param>
/// <param name="roots">The data roots.</param>
/// <param name="newest">The last time that the engine wrote one of its own files; null when unknown.</param>
/// <param name="files">What was counted of layers' files.</param>
/// <param name="logs">What was noted of logs.</param>
internal sealed class ClockExaminer(Inventory inventory, IReadOnlyList<EntryRef> roots, Timestamp? newest, FileClocks files, LogClocks logs)
{
    private const long ToleranceSeconds = 5;
    private const int FewestEntries = 50;

    private readonly List<ClockStatement> _statements = [];

    public ClockReport Report()
    {
        Order();
        Skew();
        Images();
        Logs();
        Zones();
        ChangeTimes();
        Layers();
        return new ClockReport([.. _statements.OrderByDescending(s => s.Weight)]);
    }

    // Created, started, first line of the log, finished: each at or after the one before.
    private void Order()
    {
        var wrong = new List<string>();
        int checkedContainers = 0;
        foreach (Container container in inventory.Containers)
        {
            if (container.Created is null)
                continue;
            checkedContainers++;
            Timestamp? created = Usable(container.Created), started = Usable(container.Started), finished = Usable(container.Finished);
            // A container that was started again has the end of the run before.
            bool isOneRun = finished >= started || container.State is "exited" or "dead";
            if (IsLater(created, started))
                wrong.Add($"{Name(container)} was created at {created} and started at {started}");
            else if (isOneRun && container.State != "running" && IsLater(started, finished) && container.RestartCount is null or 0)
                wrong.Add($"{Name(container)} was started at {started} and finished at {finished}");
            if (logs.Of(container) is { } log && IsLater(created, log.First))
                wrong.Add($"{Name(container)} was created at {created} and logged at {log.First}");
        }
        if (wrong.Count > 0)
            Add(ClockWeight.Contradicts, wrong.Count, $"Containers whose times are in the wrong order: {List(wrong)}.");
        else if (checkedContainers > 0)
            Add(ClockWeight.Supports, checkedContainers,
                $"Of {Number(checkedContainers, "container")}, creation, start, log and end follow each other in order.");
    }

    // The engine's clock wrote `Created`, the file system's the time of the layer that was made in the same moment.
    private void Skew()
    {
        long[] differences = [.. inventory.Containers
            .Where(c => c is { Created: not null, Layer.Registered: not null } && c.Created.Value.Time.IsUsable
                && !c.Layer.Traits.HasFlag(LayerTraits.RecordedByMigration))
            .Select(c => c.Layer!.Registered!.Value.Seconds - c.Created!.Value.Time.Seconds).Order()];
        if (differences.Length == 0)
            return;
        long median = differences[differences.Length / 2], span = differences[^1] - differences[0];
        if (Math.Abs(median) <= ToleranceSeconds && span <= 2 * ToleranceSeconds)
            Add(ClockWeight.Supports, differences.Length,
                $"The engine's clock and the file system's agree to {ToleranceSeconds} s: {Number(differences.Length, "container")} and their layers were made at the same time.");
        else if (span <= 2 * ToleranceSeconds)
            Add(ClockWeight.Contradicts, differences.Length,
                string.Create(CultureInfo.InvariantCulture,
                $"The file system's times are {Math.Abs(median)} s {(median > 0 ? "later" : "earlier")} than the engine's for all {differences.Length} containers: two clocks, or one zone taken for another."));
        else
            Add(ClockWeight.Contradicts, differences.Length,
                string.Create(CultureInfo.InvariantCulture,
                $"Containers' layers were made between {differences[0]} s and {differences[^1]} s after the containers themselves: the clock was set in between, or files were touched or copied without their times."));
    }

    private void Images()
    {
        string[] late = [.. inventory.Images.Where(i => Usable(i.Created) is { } created && IsLater(created, i.Registered))
            .Select(i => $"{Shown(i.DisplayNames.First())} says {Usable(i.Created)} and was registered at {i.Registered}")];
        if (late.Length > 0)
            Add(ClockWeight.Limits, late.Length,
                $"Images that were made after this host had them, by their own word: {List(late)}. Whoever built them had another clock, or set the time.");
        string[] old = [.. inventory.Images.Where(i => i.IsOlderThanItsSteps).Select(i =>
            $"{Shown(i.DisplayNames.First())} says {i.Created!.Value.Time} and its newest step {i.NewestStep}").Distinct(StringComparer.Ordinal)];
        if (old.Length > 0)
            Add(ClockWeight.Limits, old.Length,
                $"Images that say they are older than their own newest step: {List(old)}. Their builder was told to date them, or somebody set the time.");
    }

    private void Logs()
    {
        string[] backwards = [.. inventory.Containers.Select(c => (Container: c, Log: logs.Of(c))).Where(x => x.Log is { Backwards: > 0 })
            .Select(x => $"{Name(x.Container)} ({Number(x.Log!.Value.Backwards, "line")})")];
        if (backwards.Length > 0)
            Add(ClockWeight.Limits, backwards.Length,
                $"Logs with lines older than the line before: {List(backwards)}. Two streams may overtake each other by a moment; more means that the clock was set.");
    }

    private void Zones()
    {
        string[] offsets = [.. Stamps().Select(s => Offset(s.Text)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (offsets.Length == 1)
            Add(ClockWeight.Supports, null, $"Stamps that carry the host's own zone say {offsets[0]}.");
        else if (offsets.Length > 1)
            Add(ClockWeight.Limits, offsets.Length,
                $"Stamps that carry the host's own zone say {string.Join(" and ", offsets)}: the zone was changed, or has summer time.");
    }

    // Only what this host wrote; an image's `created` carries its builder's zone.
    private IEnumerable<RecordedTime> Stamps() =>
        inventory.Networks.Select(n => n.Created).Concat(inventory.Containers.SelectMany(c => (RecordedTime?[])[c.Created, c.Started, c.Finished]))
            .OfType<RecordedTime>();

    private void ChangeTimes()
    {
        Timestamp? first = null, last = null;
        long count = 0;
        foreach (EntryRef root in roots)
        {
            EvidenceTree tree = root.Source.Tree;
            for (int node = 0; node < tree.Count; node++)
            {
                if (tree.Extra(node).Changed is not { } changed)
                    continue;
                count++;
                first = first is null || changed < first ? changed : first;
                last = last is null || changed > last ? changed : last;
            }
        }
        if (count == 0)
            Add(ClockWeight.Limits, null, "The evidence has no change times (ctime): modification times are all there is, and any program can set those.");
        else if (count >= FewestEntries && first > newest)
            Add(ClockWeight.Limits, count,
                $"All change times lie between {first} and {last}, after the engine wrote for the last time: they are those of a copy, and say nothing of the host.");
    }

    private void Layers()
    {
        if (files.Normalized.Count > 0)
        {
            string[] times = [.. files.Normalized.Select(n => n.Time.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            Add(ClockWeight.Limits, files.Normalized.Count,
                $"In {Number(files.Normalized.Count, "layer")} whoever built them set all files to one time ({List(times)}): these times say nothing. Tag: normalized.");
        }
        Tell(EventTags.ChangeBeforeModification,
            "changed before they were modified (ctime before mtime): their modification time was set forward, or the clock back. Tag: ctime-before-mtime");
        Tell(EventTags.AfterStep,
            "modified after the build step that made their layer ended, by the builder's clock: the time was set, or the file altered since. Tag: after-step");
        Tell(EventTags.BeforeStep,
            "modified before the build step began that put them there, as files from packages and archives are: their time is not that of the build. Tag: before-step");
        Tell(EventTags.Future, "modified in the future of everything that the engine wrote. Tag: future");
        Tell(EventTags.BeforeEpoch, "modified before 1970. Tag: before-1970");
    }

    private void Tell(EventTags tag, string words)
    {
        (long count, string first) = files.Of(tag);
        if (count > 0)
            Add(ClockWeight.Limits, count, $"{Number(count, "entry")} of layers {(count == 1 ? "was" : "were")} {words}. First: {first}.");
    }

    private void Add(ClockWeight weight, long? count, string text) => _statements.Add(new ClockStatement(weight, text, count));

    private static Timestamp? Usable(RecordedTime? time) => time is { Time: { IsUsable: true } known } ? known : null;

    private static bool IsLater(Timestamp? a, Timestamp? b) => a is { } x && b is { IsUsable: true } y && x.Seconds > y.Seconds + ToleranceSeconds;

    private static string? Offset(string text) =>
        text.Length > 6 && text[^6] is '+' or '-' && Timestamp.TryParse(text, out _) is not null ? text[^6..] : null;

    private static string Name(Container container) => Shown(container.DisplayName);

    private static string Shown(string text) => DisplayText.Escape(text);

    private static string Number(long count, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? word : word == "entry" ? "entries" : word + "s")}");

    private static string List(IReadOnlyList<string> items) => string.Join("; ", items.Take(3))
        + (items.Count > 3 ? string.Create(CultureInfo.InvariantCulture, $"; and {items.Count - 3} more") : "");
}
