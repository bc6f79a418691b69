using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>What swarms keep: services, tasks, nodes, networks, secrets and configs by name, removed ones too.</summary>
internal static class SwarmSection
{
    /// <summary>Nothing where no swarm left a record.</summary>
    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        List<SwarmObject> objects = context.Inventory.Swarm;
        if (objects.Count == 0)
            yield break;
        yield return new Heading(1, "Swarm", Sections.Swarm);
        yield return new Paragraph("What the swarm's managers and nodes recorded, as they had it last. A removal is told where the managers' log still holds it; "
            + "the log gives it no time, so the newest time before it is shown. Values of secrets and configs are not shown.");
        yield return new DataTable(
            [new Column("What", 60), new Column("Name", 120), new Column("State", 60), new Column($"When ({context.Format.Zone})", 120),
                new Column("Details", 130)],
            ReportContext.Rows(objects, one => Row(context, one)));
    }

    private static TableRow Row(ReportContext context, SwarmObject one)
    {
        var when = new List<Span>();
        (string Word, Timestamp? Time)[] times = [("created ", one.Created), ("changed ", one.Updated == one.Created ? null : one.Updated),
            ("removed after ", one.RemovedAfter)];
        foreach ((string word, Timestamp? time) in times)
        {
            if (time is { } known)
                when.AddRange([when.Count == 0 ? word : "; " + word, Span.Mono(context.Format.Short(known))]);
        }
        return new TableRow(
        [
            one.Kind,
            new RichText([CaseFormat.Cut(one.Name ?? "no name recorded", ReportLimits.EventText), "  ", Span.Mono(CaseFormat.ShortId(one.Id))]),
            SwarmText.State(one), when.Count == 0 ? CaseFormat.Unknown : new RichText(when),
            CaseFormat.Cut(context.Secrets.Text(SwarmText.Detail(one)), ReportLimits.EventText),
        ]);
    }
}
