using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.CaseLd;

/// <summary>The things of a case that its graph has nodes of, and their identifiers. Only findings' files are held; the rest is the
/// inventory's.</summary>
internal sealed class CaseSubjects
{
    private readonly Case _case;
    private readonly HashSet<Image> _images = [];
    private readonly Dictionary<string, List<string>> _byName = new(StringComparer.Ordinal);

    public CaseSubjects(Case subject)
    {
        _case = subject;
        Ids = new CaseIds(subject.Evidence.ToDictionary(e => e.Name, e => e.Sha256 ?? e.Name, StringComparer.Ordinal));
        foreach (Image image in subject.Inventory.Images)
        {
            _images.Add(image);
            foreach (string name in image.DisplayNames)
                Add(image.Store.Root.Evidence, name, Of(image));
        }
        foreach (Container container in subject.Inventory.Containers)
            Add(container.Store.Root.Evidence, container.DisplayName, Of(container));
        Files = [.. (subject.Findings ?? []).SelectMany(f => f.Entries).Where(e => e.Source.Tree[e.Node].Kind != EntryKind.Implied)
            .Select(e => new EntryRef(e.Source, e.Node)).Distinct().OrderBy(e => e.Origin().Evidence, StringComparer.Ordinal).ThenBy(e => e.Origin().Path)];
        Digests = (subject.Indicators.Where(i => i.Type == IndicatorType.Sha256))
            .SelectMany(i => i.Sightings.Select(s => (s.Origin, i.Value))).DistinctBy(p => p.Origin).ToDictionary(p => p.Origin, p => p.Value);
    }

    public CaseIds Ids { get; }

    /// <summary>Whether the graph has a node of it: a container's image may be gone, or recovered.</summary>
    public bool Has(Image image) => _images.Contains(image);

    /// <summary>The files and directories that findings are about, by evidence and path.</summary>
    public IReadOnlyList<EntryRef> Files { get; }

    /// <summary>SHA-256 of files by their place, as far as findings had them computed.</summary>
    public IReadOnlyDictionary<Origin, string> Digests { get; }

    public string Tool => Ids.Of("tool", "", _case.Tool.Name, _case.Tool.Version);

    public string? Examiner => _case.Details.Examiner is { Length: > 0 } name ? Ids.Of("examiner", "", name) : null;

    /// <summary>The examination, of this evidence by this version.</summary>
    public string Examination => Ids.Of("examination", "", [Tool, .. _case.Evidence.Select(Of)]);

    public string Of(EvidenceDetails evidence) => Ids.Of("evidence", evidence.Name);

    public string Of(Image image) => Ids.Of("image", image.Store.Root.Evidence, image.Store.Name, image.ContainerdNamespace ?? "", image.Id);

    public string Of(Container container) => Ids.Of("container", container.Store.Root.Evidence, container.Store.Name, container.Id, container.DisplayName);

    public string Of(EntryRef file) => Ids.Of("file", file.Origin().Evidence, file.Origin().ToString());

    public string Of(Finding finding, int number) => Ids.Of("finding", finding.Evidence, finding.Rule, finding.Reason,
        finding.Origins.Count == 0 ? "" : finding.Origins[0].ToString(), number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Images and containers by the names that findings and events give them.</summary>
    public IEnumerable<string> Named(string evidence, IEnumerable<string> names) =>
        names.SelectMany(n => _byName.GetValueOrDefault(evidence + "\n" + n) ?? []).Distinct(StringComparer.Ordinal);

    private void Add(string evidence, string name, string id)
    {
        string key = evidence + "\n" + name;
        if (_byName.TryGetValue(key, out List<string>? ids))
            ids.Add(id);
        else
            _byName.Add(key, [id]);
    }
}
