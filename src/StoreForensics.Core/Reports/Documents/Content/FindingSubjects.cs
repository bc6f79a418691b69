using StoreForensics.Model;
using StoreForensics.Reports.Documents.Content.Chapters;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>Whom findings are about, by name: with a reference to its part of the report, and what a reader must know of it at once.</summary>
internal sealed class FindingSubjects
{
    private readonly ReportContext _context;
    private readonly Dictionary<(string Evidence, string Name), Image> _images = [];
    private readonly Dictionary<(string Evidence, string Name), Container> _containers = [];

    public FindingSubjects(ReportContext context)
    {
        _context = context;
        foreach (Image image in context.DetailedImages)
        {
            foreach (string name in image.DisplayNames)
                _images.TryAdd((image.Store.Root.Evidence, name), image);
        }
        foreach (Container container in context.DetailedContainers)
            _containers.TryAdd((container.Store.Root.Evidence, container.DisplayName), container);
    }

    // The host's own files, and those of layers and volumes that no image or container refers to.
    private const string Nobody = "outside images and containers";

    /// <summary>The names, each with its reference, digests shortened; where there are none, that it is outside them. In a case of several evidences, with
    /// whose they are.</summary>
    public RichText Names(string evidence, IReadOnlyList<string> names, SpanStyle style = SpanStyle.Plain, int most = 6)
    {
        RichText who = names.Count == 0
            ? new Span(Nobody, style)
            : ReportContext.Names(names, name => Span.To(AnchorOf(evidence, name), CaseFormat.Cut(CaseFormat.ShortDigests(name), 80), style), most);
        return _context.Case.Evidence.Count > 1 ? new RichText([.. who.Spans, Span.Muted(" · " + CaseFormat.Cut(evidence, 80))]) : who;
    }

    /// <summary>First names of several findings' subjects, each with its reference to the part of its own host; whose they are is not said.</summary>
    public RichText Names(IReadOnlyCollection<(string Evidence, string Name)> names, int most) =>
        ReportContext.Names(names, one => Span.To(AnchorOf(one.Evidence, one.Name), CaseFormat.Cut(CaseFormat.ShortDigests(one.Name), 80)), most);

    /// <summary>What it is, in a few words: <c>container from app:1, started 2026-11-24 04:00:50.068, exited (137)</c>.</summary>
    public string Describe(string evidence, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return "";
        if (_containers.TryGetValue((evidence, names[0]), out Container? container))
            return Describe(container);
        return _images.TryGetValue((evidence, names[0]), out Image? image) ? Describe(image) : "";
    }

    private string Describe(Container container)
    {
        string from = container.ImageName is { } name ? " from " + CaseFormat.Cut(CaseFormat.ShortDigests(name), 60) : "";
        string started = container.Started is { Time.IsUsable: true } start ? ", started " + _context.Format.Second(start.Time) : ", never started";
        return "Container" + from + started + (container.State is null ? "" : ", " + ContainersSection.State(container));
    }

    private string Describe(Image image)
    {
        string created = image.Created is { Time.IsUsable: true } time ? ", created " + _context.Format.Second(time.Time) : "";
        string[] users = [.. _context.Inventory.Containers.Where(c => c.Image == image).Select(c => CaseFormat.Cut(c.DisplayName, 40))];
        string used = users.Length switch
        {
            0 => ", no container has it",
            1 => ", container " + users[0],
            _ => $", {CaseFormat.Count(users.Length)} containers",
        };
        return "Image" + created + used;
    }

    private string? AnchorOf(string evidence, string name) => _containers.TryGetValue((evidence, name), out Container? container)
        ? _context.AnchorOf(container)
        : _context.AnchorOf(_images.GetValueOrDefault((evidence, name)));
}
