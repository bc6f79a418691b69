using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>Volumes, and what removals and interruptions left behind.</summary>
internal static class VolumesSection
{
    public static IEnumerable<Block> Volumes(ReportContext context)
    {
        List<Volume> volumes = context.Inventory.Volumes;
        yield return new Heading(1, "Volumes", Sections.Volumes);
        if (volumes.Count == 0)
            yield return new Paragraph("The stores hold no volumes.");
        else
            yield return new DataTable(
                [new Column("Name", 150), new Column("Used by", 100), new Column($"Created ({context.Format.Zone})", 100), new Column("Where it lies", 140)],
                ReportContext.Rows(volumes, volume => Row(context, volume)));
    }

    public static IEnumerable<Block> Leftovers(ReportContext context)
    {
        List<Leftover> leftovers = context.Inventory.Leftovers;
        List<Layer> orphans = [.. context.Inventory.Layers.Where(l => l.Role is LayerRole.Orphan or LayerRole.Removing)];
        yield return new Heading(1, "Leftovers", Sections.Leftovers);
        if (leftovers.Count == 0 && orphans.Count == 0)
            yield return new Paragraph("Nothing was found that a removal, an interruption or a change of driver left behind.");
        if (leftovers.Count > 0)
            yield return new DataTable([new Column("What", 90), new Column("Name", 140), new Column("Why it counts as a leftover", 150),
                new Column("Where", 110)], ReportContext.Rows(leftovers, leftover => Row(context, leftover)));
        if (orphans.Count > 0)
        {
            yield return new Heading(2, "Layers that nothing refers to");
            yield return new DataTable(
                [new Column("Layer", 250), new Column("Store", 60), new Column("Size", 60, AlignRight: true), new Column("Why", 120)],
                ReportContext.Rows(orphans, Row));
        }
    }

    private static TableRow Row(ReportContext context, Volume volume)
    {
        List<Span> name = [Span.Mono(CaseFormat.Cut(volume.Name, ReportLimits.EventText))];
        if (volume.IsBindMount)
            name.Add(Span.Muted("  bind mount"));
        if (volume.Writable == false)
            name.Add(Span.Muted("  read-only"));
        RichText users = volume.Containers.Count == 0
            ? Span.Muted("no container")
            : ReportContext.Names(volume.Containers, c => Span.To(context.AnchorOf(c), CaseFormat.Cut(c.DisplayName, 80)));
        RichText place = volume.Files is null
            ? [Span.Mono(CaseFormat.Cut(volume.HostPath ?? "", ReportLimits.EventText)), Span.Muted("  not in the evidence")]
            : Span.Mono(CaseFormat.Cut(volume.HostPath ?? context.Case.Place(volume.Origin), ReportLimits.EventText));
        return new TableRow([new RichText(name), users, context.Format.Recorded(volume.Created), place]);
    }

    private static TableRow Row(ReportContext context, Leftover leftover) => new(
    [
        CaseFormat.Cut(leftover.Kind, ReportLimits.EventText), Span.Mono(CaseFormat.Cut(leftover.Name, ReportLimits.EventText)),
        CaseFormat.Cut(leftover.Detail, ReportLimits.EventText), Span.Mono(CaseFormat.Cut(context.Case.Place(leftover.Origin), ReportLimits.EventText)),
    ]);

    private static TableRow Row(Layer layer) => new(
    [
        Span.Mono(CaseFormat.Cut(layer.Id, ReportLimits.EventText)), CaseFormat.Cut(layer.Store.Name, 100), CaseFormat.Bytes(layer.RecordedSize),
        layer.Role == LayerRole.Removing ? "left by an interrupted removal" : "no image and no container has it",
    ]);
}
