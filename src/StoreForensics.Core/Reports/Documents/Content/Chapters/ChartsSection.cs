using StoreForensics.Model;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>Events over time, events by type, and the largest layers, as pictures.</summary>
internal sealed class ChartsSection(ReportContext context)
{
    private const int MostLayers = 20;

    private readonly TimelineSummary _summary = context.Case.Timeline.Summary;

    public IEnumerable<Block> Blocks()
    {
        AmountBar[] layers = [.. Layers()];
        if (_summary.Count == 0 && layers.Length == 0)
            yield break;
        yield return new PageBreak();
        yield return new Heading(1, "Charts", Sections.Charts);
        foreach (Block block in new ActivitySection(context).Blocks())
            yield return block;
        if (_summary.Count > 0)
        {
            yield return new Heading(3, "Events by type");
            yield return new Paragraph([Span.Muted("Grey: counted only; in the CSV and JSONL. The others are under "), Span.To(Sections.Timeline, "Timeline"),
                Span.Muted(".")], ParagraphRole.Note);
            yield return new BarChart("Events by type", [.. Types()]);
        }
        if (layers.Length > 0)
        {
            yield return new Heading(3, "Layer sizes");
            yield return new BarChart("Layer sizes", layers);
            yield return new Paragraph(SizesNote(layers.Length), ParagraphRole.Note);
        }
    }

    private IEnumerable<AmountBar> Types() => Enum.GetValues<EventType>()
        .Select(type => (Type: type, Count: (int)type < _summary.CountByType.Count ? _summary.CountByType[(int)type] : 0))
        .Where(one => one.Count > 0).OrderByDescending(one => one.Count).ThenBy(one => one.Type)
        .Select(one => new AmountBar(Span.Mono(one.Type.Name(), EventKinds.IsTurningPoint(one.Type) ? Tone.Normal : Tone.Muted), one.Count,
            CaseFormat.Count(one.Count)));

    private IEnumerable<AmountBar> Layers() => Sized().OrderByDescending(l => l.RecordedSize).ThenBy(l => l.Id, StringComparer.Ordinal).Take(MostLayers)
        .Select(layer => new AmountBar([Span.Mono(CaseFormat.ShortId(layer.Id)), Span.Muted("  " + OwnerOf(layer))], layer.RecordedSize!.Value,
            CaseFormat.Bytes(layer.RecordedSize)));

    private IEnumerable<Layer> Sized() => context.Inventory.Layers.Where(l => l.RecordedSize > 0);

    private string SizesNote(int shown)
    {
        int sized = Sized().Count(), unknown = context.Inventory.Layers.Count(l => l.RecordedSize is null);
        string rest = sized > shown ? $"The {CaseFormat.Count(shown)} largest of {CaseFormat.Count(sized)} layers with a recorded size above zero. "
            : "As recorded by the engine. ";
        return rest + (unknown > 0 ? CaseFormat.Count(unknown, "layer") + " without a recorded size (such as those of containers) left out." : "");
    }

    private static string OwnerOf(Layer layer)
    {
        Image? image = layer.Images.FirstOrDefault(i => i.References.Count > 0) ?? layer.Images.FirstOrDefault(i => !i.IsIntermediate)
            ?? layer.Images.FirstOrDefault();
        if (image is null)
            return layer.Containers.Count > 0 ? CaseFormat.Cut(layer.Containers[0].DisplayName, 60) : "no image";
        int more = layer.Images.Count(i => i.References.Count > 0) - 1;
        return CaseFormat.Cut(image.DisplayNames.First(), 60) + (more > 0 ? " and " + CaseFormat.Count(more, "other image") : "");
    }
}
