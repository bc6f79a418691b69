using StoreForensics.Model;
using StoreForensics.Reports.Documents.Content.Chapters;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>Whom findings are about, by name: with a reference to its part of the report, and what a reader must know of it at once.</summary>
internal sealed class FindingSubjects
{
    private readonly ReportContext _context;
    private readonly Dictionary<(string Evidence, string Name), Image> _images = [];
    private readonly Dictionary<(string Evidence, string Name), List<Container>> _containers = [];

    public FindingSubjects(ReportContext context)
    {
        _context = context;
        foreach (Image image in context.DetailedImages)
        {
            foreach (string name in image.DisplayNames)
                _images.TryAdd((image.Store.Root.Evidence, name), image);
        }
        foreach (IGrouping<(string, string), Container> attempts in context.DetailedContainers.GroupBy(c => (c.Store.Root.Evidence, c.DisplayName)))
            _containers.Add(attempts.Key, [.. attempts.OrderBy(c => c.Pod?.Attempt ?? 0)]);
    }

    // The host's own files, and those of layers and volumes that no image or container refers to.
    private const string Nobody = "outside images and containers";

    /// <summary>The names, each with its reference, digests shortened; where there are none, that it is outside them. In a case of several evidences, with
    /// whose they are.</summary>
    public RichText Names(string evidence, IReadOnlyList<string> names, SpanStyle style = SpanStyle.Plain, int most = 6)
    {
        RichText who = names.Count == 0
            ? new Span(Nobody, style)
            : ReportContext.Names([.. names.OrderBy(IsDigest)], name =>
                Span.To(AnchorOf(evidence, name), CaseFormat.Cut(CaseFormat.ShortDigests(name), 80), style), most);
        return _context.Case.Evidence.Count > 1 ? new RichText([.. who.Spans, Span.Muted(" · " + CaseFormat.Cut(evidence, 80))]) : who;
    }

    /// <summary>First names of several findings' subjects, each with its reference to the part of its own host; whose they are is not said.</summary>
    public RichText Names(IReadOnlyCollection<(string Evidence, string Name)> names, int most) =>
        ReportContext.Names(names, one => Span.To(AnchorOf(one.Evidence, one.Name), CaseFormat.Cut(CaseFormat.ShortDigests(one.Name), 80)), most);

    /// <summary>Which of several names to give where there is room for one: a container's, for what an image kept of it was done there; else the
    /// first.</summary>
    public string Foremost(string evidence, IReadOnlyList<string> names) => names.FirstOrDefault(n => _containers.ContainsKey((evidence, n)))
        ?? names.FirstOrDefault(n => !IsDigest(n)) ?? names[0];

    // Tells a reader less than a name.
    private static bool IsDigest(string name) => name.Contains("@sha256:", StringComparison.Ordinal);

    /// <summary>What it is, in a few words: <c>container from app:1, started 2026-11-24 04:00:50.068, exited (137)</c>.</summary>
    public string Describe(string evidence, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return "";
        string shown = Foremost(evidence, names);
        string words = _containers.TryGetValue((evidence, shown), out List<Container>? attempts) ? Describe(attempts)
            : _images.TryGetValue((evidence, shown), out Image? image) ? Describe(image) : "";
        // Of several things it is said which one is meant; several names of one image are one thing.
        bool isOne = attempts is not null ? names.Count == 1
            : names.All(n => _images.GetValueOrDefault((evidence, n)) == _images.GetValueOrDefault((evidence, shown)));
        return isOne || words.Length == 0 ? words
            : $"{CaseFormat.Cut(CaseFormat.ShortDigests(shown), 60)}: {char.ToLowerInvariant(words[0])}{words[1..]}";
    }

    // Of several attempts the last, which is the one that a reader finds running.
    private string Describe(List<Container> attempts)
    {
        Container container = attempts[^1];
        string from = container.ImageName is { } name ? " from " + CaseFormat.Cut(CaseFormat.ShortDigests(name), 60) : "";
        string which = attempts.Count == 1 ? "" : $", {CaseFormat.Count(attempts.Count, "attempt")}, the last";
        string start = Start(container), state = container.State is null ? "" : ", " + ContainersSection.State(container);
        return "Container" + from + which + (which.Length > 0 || start.Length == 0 ? start : "," + start) + state;
    }

    private string Start(Container container) => container.Started is { Time.IsUsable: true } start ? " started " + _context.Format.Second(start.Time)
        : container.State == "created" ? " never started" : container.State is null ? " with no record of a start" : "";

    private string Describe(Image image)
    {
        string created = image.Created is { Time.IsUsable: true } time ? ", created " + _context.Format.Second(time.Time) : "";
        if (image.IsOlderThanItsSteps)
            created = $", says that it was{created[1..]}, its newest step was on {_context.Format.Second(image.NewestStep!.Value)}";
        string[] users = [.. _context.Inventory.Containers.Where(c => c.Image == image).Select(c => CaseFormat.Cut(c.DisplayName, 40))];
        string used = users.Length switch
        {
            0 => ", no container has it",
            1 => ", container " + users[0],
            _ => $", {CaseFormat.Count(users.Length)} containers",
        };
        return "Image" + created + used;
    }

    private string? AnchorOf(string evidence, string name) => _containers.TryGetValue((evidence, name), out List<Container>? attempts)
        ? _context.AnchorOf(attempts[^1])
        : _context.AnchorOf(_images.GetValueOrDefault((evidence, name)));
}
