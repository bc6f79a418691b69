using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Reports.Text;
using StoreForensics.Views;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>What all sections need: the case, how to spell things, and where the parts of the report are.</summary>
internal sealed class ReportContext
{
    private readonly Dictionary<Image, string> _images = [];
    private readonly Dictionary<Container, string> _containers = [];

    public ReportContext(Case subject, SecretMask secrets, Func<Layer, IEnumerable<FileChange>> layerChanges, Func<Container,
        IEnumerable<FileChange>> containerChanges)
    {
        Case = subject;
        Format = new CaseFormat(subject.Details.TimeZone);
        Secrets = secrets;
        LayerChanges = layerChanges;
        ContainerChanges = containerChanges;
        foreach (Image image in DetailedImages)
            _images.TryAdd(image, "image-" + _images.Count);
        foreach (Container container in DetailedContainers)
            _containers.TryAdd(container, "container-" + _containers.Count);
    }

    public Case Case { get; }

    public Inventory Inventory => Case.Inventory;

    public CaseFormat Format { get; }

    public SecretMask Secrets { get; }

    public Func<Layer, IEnumerable<FileChange>> LayerChanges { get; }

    public Func<Container, IEnumerable<FileChange>> ContainerChanges { get; }

    /// <summary>What the caller should tell the user: lists that were cut.</summary>
    public List<string> LeftOut { get; } = [];

    /// <summary>Intermediate images are the steps of others and have no part of their own.</summary>
    public IEnumerable<Image> DetailedImages => Inventory.Images.Where(i => !i.IsIntermediate).Take(ReportLimits.Images);

    public IEnumerable<Container> DetailedContainers => Inventory.Containers.Take(ReportLimits.Containers);

    /// <summary>Null when the image has no part of its own.</summary>
    public string? AnchorOf(Image? image) => image is null ? null : _images.GetValueOrDefault(image);

    public string? AnchorOf(Container? container) => container is null ? null : _containers.GetValueOrDefault(container);

    /// <summary>An image's first names, digests shortened; its short id when it has none.</summary>
    public static string NameOf(Image image)
    {
        if (image.References.Count == 0)
            return image.ShortId;
        string names = string.Join(", ", image.References.Take(2).Select(NameOf));
        return image.References.Count > 2 ? $"{names} and {CaseFormat.Count(image.References.Count - 2)} more" : names;
    }

    private static string NameOf(ImageReference reference)
    {
        string digest = reference.Digest is null ? "" : "@" + CaseFormat.ShortId(reference.Digest);
        return CaseFormat.Cut(reference.Repository, 100) + (reference.Tag is null ? digest : ":" + CaseFormat.Cut(reference.Tag, 40));
    }

    /// <summary>The first names of a list, then "and N more".</summary>
    public static RichText Names<T>(IReadOnlyCollection<T> all, Func<T, Span> spell, int most = ReportLimits.NamesInLine)
    {
        var spans = new List<Span>();
        foreach (T one in all.Take(most))
        {
            if (spans.Count > 0)
                spans.Add(new Span(", "));
            spans.Add(spell(one));
        }
        if (all.Count > most)
            spans.Add(Span.Muted($" and {CaseFormat.Count(all.Count - most)} more"));
        return new RichText(spans);
    }

    /// <summary>A row each, as many as a report for people shows; what is left out is counted.</summary>
    public static IEnumerable<TableRow> Rows<T>(IReadOnlyCollection<T> all, Func<T, TableRow> row)
    {
        foreach (T one in all.Take(ReportLimits.Rows))
            yield return row(one);
        if (all.Count > ReportLimits.Rows)
            yield return More(all.Count - ReportLimits.Rows, "in the JSON inventory");
    }

    /// <summary>A remark that ends a table which was cut.</summary>
    public static TableRow More(long left, string what) => new([$"… and {CaseFormat.Count(left)} more {what}"], NoteFrom: 0);
}
