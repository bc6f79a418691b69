using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>What was removed and found again, each with how sure that is and where it was found; and where nothing could be looked for, and why.</summary>
internal static class RemovedSection
{
    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        RecoveredThings recovered = context.Inventory.Recovered;
        if (recovered.Sources.Count == 0 && recovered.Limits.Count == 0)
            yield break; // it was not asked for
        yield return new Heading(1, "Removed, and what is left of it", Sections.Removed);
        foreach ((string evidence, string why) in recovered.Limits.OrderBy(l => l.Key, StringComparer.Ordinal))
            yield return new Paragraph($"In {evidence} nothing was looked for: {why}.");
        if (recovered.Sources.Count == 0)
            yield break;
        yield return new Paragraph("Nothing in this section is there any more: it was deleted, and was found again in older copies of the file system's own "
            + "records and in blocks that nothing else got since. “Intact” is what is whole, “partly” what lacks some of its bytes, “name” what left only its "
            + "name. How far back this reaches is among the problems. What is not here may have been there all the same.");
        foreach (Block block in Containers(context).Concat(Images(context)).Concat(Files(context)))
            yield return block;
    }

    private static IEnumerable<Block> Containers(ReportContext context)
    {
        List<Container> containers = context.Inventory.Recovered.Containers;
        if (containers.Count == 0)
        {
            yield return new Paragraph("No removed container was found again.");
            yield break;
        }
        yield return new Heading(2, "Removed containers");
        yield return new DataTable(
            [new Column("Container", 110), new Column("Image and command", 130), new Column($"When ({context.Format.Zone})", 120),
                new Column("How sure, and why", 130)],
            ReportContext.Rows(containers, container => Row(context, container)));
    }

    private static IEnumerable<Block> Images(ReportContext context)
    {
        List<Image> images = context.Inventory.Recovered.Images;
        if (images.Count == 0)
            yield break;
        yield return new Heading(2, "Removed images");
        yield return new DataTable([new Column("Image", 200), new Column($"Created ({context.Format.Zone})", 120), new Column("How sure, and why", 170)],
            ReportContext.Rows(images, image => new TableRow([Span.Mono(CaseFormat.Cut(image.Id, ReportLimits.EventText)),
                context.Format.Recorded(image.Created), Why(image.Recovery!)])));
    }

    private static IEnumerable<Block> Files(ReportContext context)
    {
        List<OwnedFile> files = [.. OwnedFile.Of(context.Inventory)];
        // Each file once, as it was last: what the engine keeps beside a container is told with that, and older states are in the data files.
        List<OwnedFile> told = [.. files.Where(f => f.Owner is Layer { Role: not LayerRole.ContainerInit }).DistinctBy(f => (f.Owner, f.Path))];
        if (told.Count > 0)
        {
            yield return new Heading(2, "Deleted files of containers and images");
            yield return new DataTable(
                [new Column("File", 125), new Column("Of", 70), new Column("Size", 45, AlignRight: true), new Column($"Modified ({context.Format.Zone})", 90),
                    new Column("How sure, and why", 170)],
                ReportContext.Rows(told, file => Row(context, file)));
        }
        if (context.Inventory.Recovered.UnjoinedWords is { } unjoined)
            yield return new Paragraph(unjoined);
        if (files.Count > told.Count)
            yield return new Paragraph(CaseFormat.Count(files.Count - told.Count, "deleted file") + " of the engine itself, and older states of files, "
                + (files.Count - told.Count == 1 ? "is" : "are") + " in the timeline's data files as recovered.file.");
    }

    private static TableRow Row(ReportContext context, Container container)
    {
        var when = new List<Span>();
        (string Word, Primitives.Timestamp? Time)[] times = [("created ", container.Created?.Time), ("; started ", container.Started?.Time),
            ("; finished ", container.Finished?.Time), ("; removed ", container.Recovery!.Removed)];
        foreach ((string word, Primitives.Timestamp? time) in times)
            when.AddRange([word, time is { } known ? Span.Mono(context.Format.Full(known)) : CaseFormat.Unknown]);
        return new TableRow(
        [
            new RichText([CaseFormat.Cut(container.Name ?? "no name recorded", ReportLimits.EventText),
                "  ", Span.Mono(CaseFormat.ShortId(container.Id)), Span.Muted("  " + (container.State ?? "state unknown"))]),
            new RichText([CaseFormat.Cut(container.ImageName ?? container.ImageId ?? "unknown", ReportLimits.EventText),
                Span.Mono("  " + CaseFormat.Cut(context.Secrets.Text(container.Command ?? ""), ReportLimits.EventText))]),
            new RichText(when),
            Why(container.Recovery),
        ]);
    }

    private static TableRow Row(ReportContext context, OwnedFile file) => new(
    [
        Span.Mono(CaseFormat.Cut(file.Path, ReportLimits.EventText)), CaseFormat.Cut(file.OwnerName, ReportLimits.EventText),
        file.File.Entry.Facts.LacksBytes ? Span.Muted("lost") : CaseFormat.Bytes(file.File.Entry.Facts.Size),
        context.Format.Moment(file.File.Entry.Facts.Modified), Why(file.File.Recovery),
    ]);

    private static RichText Why(Recovery recovery) => new([recovery.Word, Span.Muted(": " + CaseFormat.Cut(recovery.Basis, ReportLimits.EventText))]);
}
