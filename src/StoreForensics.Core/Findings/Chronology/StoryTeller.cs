using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Chronology;

/// <summary>Draws up the <see cref="StoryPicture"/>: facts of the inventory and findings that have a time, nothing else.</summary>
internal static class StoryTeller
{
    private const int MostLanes = 8;
    private const int MostColumns = 32;

    /// <summary>Null where fewer than two findings of medium and above have a time and an owner: there is no story to see.</summary>
    public static StoryPicture? Tell(Inventory inventory, IReadOnlyList<Finding> findings)
    {
        Thing[] things = [.. Join(Things(inventory, findings))];
        if (things.Sum(t => t.Findings.Count) < 2)
            return null;
        Thing[] shown = [.. things.OrderByDescending(t => t.Findings.Max(f => f.Finding.Severity)).ThenByDescending(t => t.Findings.Count)
            .ThenBy(t => t.Names[0], StringComparer.Ordinal).ThenBy(t => t.Evidence, StringComparer.Ordinal).Take(MostLanes)
            .OrderBy(t => t.Findings.Min(f => f.Time)).ThenBy(t => t.IsContainer).ThenBy(t => t.Names[0], StringComparer.Ordinal)];
        (int From, int To, string Word, Timestamp Time)[] ties = [.. Ties(shown)];
        var axis = new Axis(shown.SelectMany(t => t.Findings.Select(f => f.Time)).Concat(ties.Select(t => t.Time)));
        LaneTie[] tied = [.. ties.Select(t => new LaneTie(t.From, t.To, t.Word, axis.Of(t.Time)!.Value)).Distinct().OrderBy(t => t.Column)
            .ThenBy(t => t.From).ThenBy(t => t.To).ThenBy(t => t.Word, StringComparer.Ordinal)];
        return new StoryPicture(axis.Columns, [.. shown.Select(t => Lane(t, axis))], tied, things.Length - shown.Length);
    }

    private static SwimLane Lane(Thing thing, Axis axis) => new(thing.Evidence, thing.Names, thing.IsContainer, axis.Of(thing.Made), axis.Of(thing.Ended),
        [.. thing.Findings.GroupBy(f => axis.Of(f.Time)!.Value).OrderBy(g => g.Key).Select(g => Mark(g.Key, g.Select(f => f.Finding)))]);

    private static LaneMark Mark(int column, IEnumerable<Finding> findings)
    {
        Finding[] these = [.. findings.OrderByDescending(f => f.Severity)];
        return new LaneMark(column, these[0].Severity, these);
    }

    private static IEnumerable<Thing> Things(Inventory inventory, IReadOnlyList<Finding> findings)
    {
        ILookup<(string, string), Finding> byName = findings.Where(f => f.Severity >= FindingSeverity.Medium)
            .SelectMany(f => f.Subjects.Select(s => (Key: (f.Evidence, s), Finding: f))).ToLookup(f => f.Key, f => f.Finding);
        foreach (Container container in inventory.Containers)
        {
            string evidence = container.Store.Root.Evidence;
            Timestamp? made = Usable(container.Created?.Time);
            (Finding, Timestamp)[] found = [.. Timed(byName[(evidence, container.DisplayName)], made)];
            if (found.Length > 0)
            {
                Timestamp? ended = container.State == "running" ? null : Usable(container.Finished?.Time);
                yield return new Thing(evidence, [container.DisplayName], true, made, ended, found, [container]);
            }
        }
        foreach (Image image in inventory.Images.Where(i => !i.IsIntermediate))
        {
            string evidence = image.Store.Root.Evidence;
            string[] names = [.. image.DisplayNames.Order(StringComparer.Ordinal)];
            Timestamp? made = Usable(image.Made);
            (Finding, Timestamp)[] found = [.. Timed(names.SelectMany(n => byName[(evidence, n)]).Distinct(), made)];
            if (found.Length > 0)
                yield return new Thing(evidence, names, false, made, null, found, [image]);
        }
    }

    // What a configuration says was so from the thing's making on.
    private static IEnumerable<(Finding, Timestamp)> Timed(IEnumerable<Finding> findings, Timestamp? made)
    {
        foreach (Finding finding in findings)
        {
            if ((Usable(finding.Time) ?? made) is { } time)
                yield return (finding, time);
        }
    }

    // Images with the same findings, such as several builds of one file, are one lane.
    private static IEnumerable<Thing> Join(IEnumerable<Thing> things)
    {
        var joined = new Dictionary<string, Thing>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (Thing thing in things)
        {
            string key = thing.IsContainer ? $"{order.Count}" : thing.Evidence + "\n"
                + string.Join('\n', thing.Findings.Select(f => $"{f.Finding.Rule} {f.Finding.Path} {string.Join(' ', f.Finding.Subjects)} {f.Finding.Reason}"));
            if (joined.TryGetValue(key, out Thing? known))
            {
                string[] names = [.. known.Names.Concat(thing.Names).Distinct(StringComparer.Ordinal)];
                joined[key] = known with { Names = names, Objects = [.. known.Objects, .. thing.Objects] };
            }
            else
            {
                joined[key] = thing;
                order.Add(key);
            }
        }
        return order.Select(key => joined[key]);
    }

    private static IEnumerable<(int From, int To, string Word, Timestamp Time)> Ties(Thing[] lanes)
    {
        for (int to = 0; to < lanes.Length; to++)
        {
            int builtFrom = -1, most = 0;
            for (int from = 0; from < lanes.Length; from++)
            {
                if (from == to || lanes[from].Evidence != lanes[to].Evidence)
                    continue;
                Thing source = lanes[from], target = lanes[to];
                if (target.IsContainer && !source.IsContainer && target.Made is { } run
                    && target.Objects.OfType<Container>().Any(c => c.Image is { } image && source.Objects.Contains(image)))
                    yield return (from, to, target.Objects.OfType<Container>().Any(c => c.Started is not null) ? "runs" : "made from", run);
                if (!target.IsContainer && source.IsContainer && target.Made is { } committed
                    && target.Objects.OfType<Image>().Any(i => IsRecordedCommit(i, source)))
                    yield return (from, to, "committed as", committed);
                if (!target.IsContainer && !source.IsContainer && Shared(source, target) is var shared && shared > most)
                    (builtFrom, most) = (from, shared);
            }
            if (builtFrom >= 0 && lanes[to].Made is { } built)
                yield return (builtFrom, to, "built from", built);
        }
        foreach ((int From, int To, Timestamp Time) same in SameBytes(lanes))
            yield return (same.From, same.To, "same bytes", same.Time);
    }

    // Only where the image names the container: of one whose layers would fit, several may.
    private static bool IsRecordedCommit(Image image, Thing container) =>
        image.Provenance is { Origin: Provenance.Committed } or { Made: Provenance.Committed }
        && container.Objects.OfType<Container>().Any(c => c.Id == image.ContainerId);

    // How many layers of the one image lie below the other's own; 0 where it is not built on it.
    private static int Shared(Thing below, Thing above) => below.Objects.OfType<Image>()
        .SelectMany(b => above.Objects.OfType<Image>().Select(a => IsBelow(b, a) ? b.Layers.Count : 0)).DefaultIfEmpty().Max();

    private static bool IsBelow(Image below, Image above) =>
        below.Layers.Count > 0 && below.Layers.Count < above.Layers.Count && above.Layers.Take(below.Layers.Count).SequenceEqual(below.Layers);

    // From where a file was first to where its bytes were found as well.
    private static IEnumerable<(int, int, Timestamp)> SameBytes(Thing[] lanes)
    {
        for (int a = 0; a < lanes.Length; a++)
        {
            for (int b = 0; b < lanes.Length; b++)
            {
                (Finding Finding, Timestamp Time)[] shared = [.. lanes[b].Findings.Where(f => lanes[a].Findings.Any(g =>
                    g.Time < f.Time && !ReferenceEquals(g.Finding, f.Finding) && g.Finding.Content is { IsStock: false, After.Sha256: { } digest }
                    && f.Finding.Content?.After?.Sha256 == digest && !f.Finding.Subjects.Intersect(g.Finding.Subjects, StringComparer.Ordinal).Any()))];
                if (a != b && shared.Length > 0)
                    yield return (a, b, shared.Min(f => f.Time));
            }
        }
    }

    private static Timestamp? Usable(Timestamp? time) => time is { IsUsable: true } ? time : null;

    private sealed record Thing(
        string Evidence, string[] Names, bool IsContainer, Timestamp? Made, Timestamp? Ended, IReadOnlyList<(Finding Finding, Timestamp Time)> Findings,
        object[] Objects);

    // Moments to the second, evenly apart; where there are too many, neighbours share a column.
    private sealed class Axis
    {
        private readonly long[] _seconds;
        private readonly int _perColumn;

        public Axis(IEnumerable<Timestamp> moments)
        {
            Timestamp[] all = [.. moments.Order()];
            _seconds = [.. all.Select(t => t.Seconds).Distinct()];
            _perColumn = (_seconds.Length + MostColumns - 1) / MostColumns;
            Columns = [.. _seconds.Where((_, i) => i % _perColumn == 0).Select(second => all.First(t => t.Seconds == second))];
        }

        public Timestamp[] Columns { get; }

        /// <summary>The column of a moment, or of the last one before it; the first where it is before all. Null for null.</summary>
        public int? Of(Timestamp? time)
        {
            if (time is not { } known)
                return null;
            int at = Array.BinarySearch(_seconds, known.Seconds);
            return Math.Max(0, at >= 0 ? at : ~at - 1) / _perColumn;
        }
    }
}
