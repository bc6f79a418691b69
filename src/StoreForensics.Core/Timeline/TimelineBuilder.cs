using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline.Clocks;
using StoreForensics.Timeline.Collectors;

namespace StoreForensics.Timeline;

/// <summary>How much of the containers' logs becomes events.</summary>
public enum LogEvents
{
    /// <summary>The first and the last line of each run, with the count.</summary>
    FirstAndLast,
    All,
    None,
}

/// <summary>What a timeline should hold.</summary>
public sealed record TimelineOptions
{
    public EventFilter Filter { get; init; } = EventFilter.Everything;

    public LogEvents Logs { get; init; }

    /// <summary>Change, birth and access times of files too, where the evidence has them.</summary>
    public bool Macb { get; init; }

    /// <summary>What came of verification, whose altered files become events; null: none was done.</summary>
    public VerificationResult? Verification { get; init; }

    /// <summary>What deserves a look: the rules become tags of the events that findings rest on.
    /// Asked when all events are collected, so that it can be looked for meanwhile.</summary>
    public Func<IReadOnlyList<Finding>> Findings { get; init; } = static () => [];

    /// <summary>SHA-256 of every file in every layer.</summary>
    public bool HashFiles { get; init; }

    /// <summary>SHA-256 of every deleted file that is whole, be there hashes of others or not.</summary>
    public bool HashRecovered { get; init; }

    /// <summary>Those too that have more bytes of holes than are read otherwise.</summary>
    public bool HashHoles { get; init; }

    /// <summary>Told the bytes of files hashed so far, and those of all.</summary>
    public Action<long, long?>? HashProgress { get; init; }

    /// <summary>Bytes of events held before a sorted run goes to scratch.</summary>
    public long MemoryBytes { get; init; } = 96L << 20;
}

/// <summary>Collects the events of an inventory, in an order that the evidence alone decides, and sorts them.</summary>
public static class TimelineBuilder
{
    /// <param name="inventory">What the stores hold.</param>
    /// <param name="sources">Every evidence, in the order of the call.</param>
    /// <param name="dataRoots">The data roots of each evidence that were read.</param>
    /// <param name="options">What to take.</param>
    /// <param name="scratch">Where sorted runs go that do not fit in memory.</param>
    /// <param name="problems">Told of files that cannot be read (logs, contents to hash).</param>
    public static ITimeline Build(Inventory inventory, IReadOnlyList<IEvidenceSource> sources, IReadOnlyList<EntryRef> dataRoots, TimelineOptions options,
        Scratch scratch, ProblemLog problems)
    {
        // Of what reads several evidences at once; parts of one evidence have places of their own.
        var place = new Origin(string.Join(", ", sources.Select(s => s.Name).Distinct()), default);
        var subjects = new SubjectTable();
        var meanings = new TimeMeanings();
        var digests = new FileDigests();
        var sorter = new EventSorter(scratch, options.MemoryBytes);
        var sink = new EventSink(sorter, options.Filter, sources, meanings);
        var storeFiles = new StoreFileEvents(inventory, dataRoots, subjects, sink);
        sink.Horizons = storeFiles.Newest();
        problems.Contain(place, new MetadataEvents(inventory, subjects, sink).Collect);
        var logClocks = new LogClocks();
        new LogLineEvents(inventory, subjects, sink, logClocks, options.Logs, problems).Collect();
        problems.Contain(place, new BuildEvents(inventory, subjects, sink, options.Logs, problems).Collect);
        problems.Contain(place, storeFiles.Collect);
        Dictionary<string, FileClocks> fileClocks = sources.Select(s => s.Name).Distinct().ToDictionary(n => n, _ => new FileClocks(), StringComparer.Ordinal);
        new LayerFileEvents(inventory, subjects, sink, fileClocks, options.Macb, problems).Collect();
        problems.Contain(place, new RecoveredEvents(inventory, subjects, sink, options.Logs).Collect);
        if (options.Verification is { } verification)
            problems.Contain(place, new TamperEvents(verification, subjects, sink).Collect);
        if (options.HashFiles || options.HashRecovered)
            problems.Contain(place, () => ContentHasher.HashRecovered(inventory, sources, digests, options.HashHoles, problems));
        if (options.HashFiles)
            problems.Contain(place, () => ContentHasher.Hash(inventory, sources, digests, options.HashHoles, problems, options.HashProgress));
        ClockReport? clocks = problems.ContainOr(place, null, () => HostClocks.Report(inventory, dataRoots, sink.Horizons, fileClocks, logClocks));
        var timeline = new SortedTimeline(sorter.Finish(), sources, subjects, meanings, digests, new FindingTags(options.Findings(), sources))
        {
            Clocks = clocks,
        };
        return options.Filter.NeedsRows ? new MatchedTimeline(timeline, options.Filter) : timeline;
    }
}
