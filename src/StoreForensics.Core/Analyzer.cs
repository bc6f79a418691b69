using StoreForensics.Cases;
using StoreForensics.Copies;
using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Findings.Chronology;
using StoreForensics.Findings.Contents;
using StoreForensics.Findings.Indicators;
using StoreForensics.Host;
using StoreForensics.Ingest;
using StoreForensics.Ingest.DiskImages;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores;
using StoreForensics.Stores.Layouts;
using StoreForensics.Timeline;
using StoreForensics.Verification;
using StoreForensics.Views;

namespace StoreForensics;

/// <summary>What to examine and how.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Paths of the evidence, in the order of the call; <c>-</c> is standard input.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>The data root inside the evidence; null: all that are found.</summary>
    public string? RootPath { get; init; }

    public bool HashEvidence { get; init; }

    /// <summary>Whether digests are computed of evidence and files that have more bytes of holes than are read otherwise.</summary>
    public bool HashHoles { get; init; }

    /// <summary>Whether files of layers will be read (<see cref="Analyzer.Verify"/>,
    /// <see cref="Analyzer.Find"/>), so that a compressed evidence sets layers' files aside.</summary>
    public bool WillReadFiles { get; init; }

    /// <summary>Whether stores are looked for and read. False for who wants the names of the evidence alone, which then may hold none.</summary>
    public bool ReadStores { get; init; } = true;

    /// <summary>Whether what was deleted is looked for.</summary>
    public RecoveryChoice Recover { get; init; }

    /// <summary>Whether what was recovered is put among what is there, for commands that look into things by their names.</summary>
    public bool MergeRecovered { get; init; }

    /// <summary>See <see cref="OpenOptions.DiskDirectory"/>.</summary>
    public string? DiskDirectory { get; init; }

    /// <summary>See <see cref="OpenOptions.Key"/>.</summary>
    public DiskKey? Key { get; init; }

    /// <summary>Gets the problems that were met where an evidence cannot be opened or no store is found: often they are why.</summary>
    public Action<ProblemLog>? NotOpened { get; init; }

    /// <summary>See <see cref="OpenOptions.FilesFound"/>; called for each evidence that is a disk.</summary>
    public Action<IReadOnlyList<string>>? FilesFound { get; init; }

    public Stream? StandardInput { get; init; }

    public Action<long, long?>? Progress { get; init; }
}

/// <summary>When what was deleted is looked for.</summary>
public enum RecoveryChoice
{
    Never,

    /// <summary>In evidence that can hold it; of others nothing is said.</summary>
    WherePossible,

    /// <summary>Everywhere; of evidence that cannot hold it, that is told.</summary>
    Asked,
}

/// <summary>
/// The way of the data, in plain sight: evidence → store → inventory → events. Opens
/// every evidence once and keeps it open; dispose it when the reports are written.
/// </summary>
public sealed class Analyzer : IDisposable
{
    private readonly Scratch _scratch;
    private readonly EvidenceSet _evidence = new();
    private readonly List<EvidenceDetails> _details = [];
    private readonly List<IEvidenceSource> _opened = [];
    private readonly List<EntryRef> _roots = [];

    private readonly bool _hashHoles;
    private Conclusions? _told;

    private Analyzer(Scratch scratch, bool hashHoles) => (_scratch, _hashHoles) = (scratch, hashHoles);

    public Inventory Inventory { get; } = new();

    public ProblemLog Problems { get; } = new();

    /// <summary>In the order of the call.</summary>
    public IReadOnlyList<EvidenceDetails> Evidence => _details;

    /// <summary>Whether what is told must say of which evidence it is.</summary>
    public bool IsSeveral => _details.Count > 1;

    /// <summary>Every source of every evidence.</summary>
    public IReadOnlyList<IEvidenceSource> Sources => _evidence.Sources;

    /// <summary>Data roots that were read.</summary>
    public IReadOnlyList<EntryRef> Roots => _roots;

    /// <summary>Opens the evidence and reads its stores.</summary>
    /// <exception cref="EvidenceOpenException">An evidence cannot be opened, or none holds a store.</exception>
    public static Analyzer Open(AnalysisOptions options, Scratch scratch)
    {
        var analyzer = new Analyzer(scratch, options.HashHoles);
        try
        {
            IReadOnlyList<string> names = EvidenceNames.Of(options.Evidence);
            for (int i = 0; i < names.Count; i++)
                analyzer.Read(options.Evidence[i], names[i], options);
            return analyzer;
        }
        catch (EvidenceOpenException)
        {
            options.NotOpened?.Invoke(analyzer.Problems);
            analyzer.Dispose();
            throw;
        }
        catch
        {
            analyzer.Dispose();
            throw;
        }
    }

    /// <summary>Compares what is there with what the engine recorded of it.</summary>
    public VerificationResult Verify(Action<long, long?>? progress = null) =>
        StoreVerifier.Verify(Inventory, [.. Sources], Problems, _hashHoles, progress);

    /// <summary>What deserves a look.</summary>
    public IReadOnlyList<Finding> Find(VerificationResult? verification, FindingsOptions? options = null)
    {
        OpenLayers();
        return FindingsExaminer.Find(Inventory, verification, Problems, (options ?? new()) with { HashHoles = _hashHoles });
    }

    /// <summary>Where the indicators of a list are.</summary>
    public IReadOnlyList<IndicatorHit> Hunt(IndicatorList list)
    {
        OpenLayers();
        return FindingsExaminer.Hunt(Inventory, list, _hashHoles, Problems);
    }

    /// <summary>Looks for findings and collects the events, at the same time: neither needs the other until the events are read.</summary>
    public (ITimeline Timeline, IReadOnlyList<Finding> Findings) Examine(TimelineOptions options, VerificationResult? verification,
        FindingsOptions? rules = null)
    {
        OpenLayers();
        var problems = new ProblemLog();
        Task<IReadOnlyList<Finding>> looking = Task.Run(() =>
        {
            IReadOnlyList<Finding> found = FindingsExaminer.Find(Inventory, verification, problems, (rules ?? new()) with { HashHoles = _hashHoles });
            _told = Conclude(found, problems);
            return _told.Findings;
        });
        try
        {
            ITimeline timeline = BuildTimeline(options with { Findings = () => looking.GetAwaiter().GetResult() });
            // After those of the events, whichever was done first.
            Problems.AddAll(problems);
            return (timeline, looking.GetAwaiter().GetResult());
        }
        finally
        {
            // Nothing of the evidence is closed while it is being read.
            ((IAsyncResult)looking).AsyncWaitHandle.WaitOne();
        }
    }

    /// <summary>Collects and sorts the events.</summary>
    public ITimeline BuildTimeline(TimelineOptions options)
    {
        OpenLayers();
        return TimelineBuilder.Build(Inventory, [.. Sources], _roots, options with { HashHoles = _hashHoles }, _scratch, Problems);
    }

    /// <summary>Which file of each store holds what, with an example; reads them.</summary>
    public IReadOnlyList<LayoutFact> Layout() => Problems.ContainOr(new Origin(Evidence[0].Name, default), [], () => StoreLayouts.Of(Inventory, Sources));

    /// <summary>What a file of a store is for; null where no store knows it.</summary>
    public LayoutFact? LayoutAt(IEvidenceSource source, int node) => StoreLayouts.At(Inventory, source, node);

    /// <summary>Puts together what the reports tell.</summary>
    public Case BuildCase(CaseDetails details, ToolDetails tool, ITimeline timeline, VerificationResult? verification = null,
        IReadOnlyList<Finding>? findings = null)
    {
        Conclusions told = findings is null ? new([], null, [], []) : ReferenceEquals(_told?.Findings, findings) ? _told : Conclude(findings, Problems);
        return new()
        {
            Details = details,
            Tool = tool,
            Evidence = Evidence,
            Inventory = Inventory,
            Timeline = timeline,
            Verification = verification,
            Findings = findings,
            Story = told.Story,
            Chronology = told.Chronology,
            Indicators = told.Indicators,
            Layout = new Lazy<IReadOnlyList<LayoutFact>>(Layout),
            Problems = Problems.Sorted(),
            ProblemsDropped = Problems.Dropped,
        };
    }

    private Conclusions Conclude(IReadOnlyList<Finding> findings, ProblemLog problems)
    {
        var place = new Origin(string.Join(", ", Evidence.Select(e => e.Name)), default);
        FindingDigests? digests = problems.ContainOr(place, null, () => IndicatorCollector.DigestsOf(Inventory, findings, problems));
        if (digests is not null)
            findings = Describe(findings, digests, problems);
        IReadOnlyList<Finding> told = findings;
        StoryPicture? story = problems.ContainOr(place, null, () => StoryTeller.Tell(Inventory, told));
        IReadOnlyList<ChronologyEntry> chronology = problems.ContainOr(place, [], () => ChronologyTeller.Tell(Inventory, told));
        return new Conclusions(told, story, chronology,
            digests is null ? [] : problems.ContainOr(place, [], () => IndicatorCollector.Collect(Inventory, told, digests, problems)));
    }

    /// <summary>The findings with what the files hold that they are about.</summary>
    public IReadOnlyList<Finding> Describe(IReadOnlyList<Finding> findings) =>
        Describe(findings, IndicatorCollector.DigestsOf(Inventory, findings, Problems), Problems);

    private IReadOnlyList<Finding> Describe(IReadOnlyList<Finding> findings, FindingDigests digests, ProblemLog problems) =>
        problems.ContainOr(new Origin(string.Join(", ", Evidence.Select(e => e.Name)), default), findings, () =>
        {
            var elsewhere = new SameBytesElsewhere(Inventory, findings.Where(f => f.Weight >= FindingSeverity.Medium), digests);
            return new ContentTeller(digests, elsewhere, problems).Tell(findings);
        });

    public void Dispose() => _evidence.Dispose();

    /// <summary>An evidence's own tree, or one of its file systems, to look into as into a layer.</summary>
    /// <param name="name"><c>@host</c>, or <c>@host:N</c>.</param>
    /// <exception cref="UsageException">The evidence has no such file system.</exception>
    public ViewedObject Host(string name) => HostObjects.Find(name, _opened, _details);

    private void Read(string path, string name, AnalysisOptions options)
    {
        var open = new OpenOptions
        {
            Keep = StoreContentPolicy.Keep,
            KeepIfRoom = options.WillReadFiles ? StoreContentPolicy.KeepLayers : static (_, _) => false,
            Hash = options.HashEvidence,
            HashHoles = options.HashHoles,
            DiskDirectory = options.DiskDirectory,
            FilesFound = options.FilesFound,
            Scratch = _scratch,
            Problems = Problems,
            StandardInput = options.StandardInput,
            Name = name,
            Key = options.Key,
            Others = Others(options.Evidence, path),
            Progress = options.Progress,
        };
        OpenedEvidence opened = EvidenceOpener.Open(path, open);
        if (!options.ReadStores || IsOnlyPart(opened))
        {
            opened = HostObjects.Innermost(opened, path, open);
            Take(opened);
            if (options.Recover != RecoveryChoice.Never)
                Recover(opened.Source, options);
            return;
        }
        IReadOnlyList<int> roots;
        var within = new List<EntryRef>();
        var images = new NestedImages(open);
        try
        {
            roots = StoreReader.Read(opened.Source, options.RootPath, Inventory, Problems, images, within);
            if (roots.Count + within.Count == 0 && EvidenceOpener.OpenInside(opened, path, open) is { } inside)
            {
                opened = inside;
                roots = StoreReader.Read(opened.Source, options.RootPath, Inventory, Problems, images, within);
            }
        }
        catch
        {
            images.Dispose();
            opened.Dispose();
            throw;
        }
        Take(opened);
        foreach (NestedSource image in images.Sources)
            _evidence.AddNested(image);
        images.Opened = _evidence.AddNested;
        if (roots.Count + within.Count == 0)
            throw new EvidenceOpenException(NoStore.Words(path, opened, options.RootPath, Problems) + WhatFailed());
        Problems.Contain(new Origin(name, default), () => StoresInSnapshots.Tell(opened.Details, Inventory, Problems));
        Problems.Contain(new Origin(name, default), () => CopyExaminer.Examine(opened.Source, Inventory, Problems));
        var files = new EvidenceFiles(opened.Source, Problems);
        Problems.Contain(files.Origin(EvidenceTree.Root), () => HostReader.Read(files, roots, Inventory));
        _roots.AddRange(roots.Select(r => new EntryRef(opened.Source, r)));
        _roots.AddRange(within);
        if (options.Recover != RecoveryChoice.Never)
            Recover(opened.Source, options);
    }

    private void Recover(IEvidenceSource source, AnalysisOptions options)
    {
        Origin place = source.Origin(EvidenceTree.Root);
        IReadOnlyList<IRecoveredSource> found = Problems.ContainOr(place, [], () => (source as IDeletedEvidence)?.Recover(Problems) ?? []);
        if (found.Count == 0)
        {
            const string Words = "it is no image of a disk with a file system that is searched: what was deleted is not in a tar or a directory, "
                + "only on the disk that it was made from";
            Inventory.Recovered.Limits[source.Name] = Words;
            if (options.Recover == RecoveryChoice.Asked)
                Problems.Note(RecoveryProblems.NotSearched, place, "nothing that was deleted can be recovered from this evidence: " + Words);
            return;
        }
        foreach (IRecoveredSource recovered in found)
            _evidence.AddRecovered(recovered);
        Problems.Contain(place, () => RecoveredReader.Read(found, source, Inventory, Problems));
        if (Problems.ContainOr(place, null, () => RecoveredReader.ReadUnused(source, ((IDeletedEvidence)source).Unused(), Inventory, Problems)) is { } carved)
            _evidence.AddRecovered(carved);
        if (!options.MergeRecovered)
            return;
        Inventory.Containers.AddRange(Inventory.Recovered.Containers.Where(c => c.Store.Root.Evidence == source.Name));
        Inventory.Images.AddRange(Inventory.Recovered.Images.Where(i => i.Store.Root.Evidence == source.Name));
        Inventory.Layers.AddRange(Inventory.Recovered.Layers.Where(l => l.Store.Root.Evidence == source.Name));
        for (int i = 0; i < Inventory.Layers.Count; i++)
            Inventory.Layers[i].Index = i;
    }

    /// <summary>Reads the names of all layers that are tars, which otherwise is done when something of their files is asked for.</summary>
    public void OpenLayers()
    {
        foreach (Layer layer in Inventory.Layers.Where(l => l.Tar is not null))
            Problems.ContainOr(layer.Origin, null, () => layer.Files);
    }

    // A member of what another evidence of the call holds, with no store of its own.
    private static bool IsOnlyPart(OpenedEvidence opened) => opened.Details.Disk?.PartOf is not null && !StoreReader.HoldsRoot(opened.Source.Tree);

    private static (string, bool)[] Others(IReadOnlyList<string> evidence, string path)
    {
        int own = evidence.ToList().IndexOf(path);
        return [.. evidence.Select((p, i) => (p, i < own)).Where((p, i) => i != own && p.p != "-")];
    }

    private void Take(OpenedEvidence opened)
    {
        _evidence.Add(opened.Source);
        foreach (NestedSource nested in (opened.Source as INestedPools)?.Nested ?? [])
            _evidence.AddNested(nested);
        _opened.Add(opened.Source);
        _details.Add(opened.Details);
    }

    // A store that could not be read must not pass for none.
    private string WhatFailed() =>
        Problems.Faults is [{ } first, ..] ? $"\n{DisplayText.Escape(first.Place.ToString())}: cannot be read: {Containment.Words(first.Fault)}" : "";

    // What follows from findings alone, told while events are still being sorted.
    private sealed record Conclusions(
        IReadOnlyList<Finding> Findings, StoryPicture? Story, IReadOnlyList<ChronologyEntry> Chronology, IReadOnlyList<CollectedIndicator> Indicators);
}
