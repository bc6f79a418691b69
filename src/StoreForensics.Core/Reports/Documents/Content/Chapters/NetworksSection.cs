using StoreForensics.Model;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>The engine's networks, and who was connected to them when the evidence was taken.</summary>
internal static class NetworksSection
{
    /// <summary>Nothing where the stores record none: before Docker 1.9 there were no networks to record.</summary>
    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        List<Network> networks = context.Inventory.Networks;
        if (networks.Count == 0)
            yield break;
        yield return new Heading(1, "Networks", Sections.Networks);
        yield return new DataTable(
            [new Column("Name", 90), new Column("Driver", 60), new Column("Addresses", 110), new Column($"Created ({context.Format.Zone})", 100),
                new Column("Connected when the evidence was taken", 130)],
            ReportContext.Rows(networks, one => Row(context, one)));
    }

    private static TableRow Row(ReportContext context, Network network)
    {
        List<Span> name = [CaseFormat.Cut(network.Name ?? network.Id, ReportLimits.EventText)];
        if (network.IsInternal == true)
            name.Add(Span.Muted("  internal"));
        string connected = string.Join(", ", network.Connections.Select(c => $"{c.Name ?? c.ContainerId} {c.Address} {c.MacAddress}".TrimEnd()));
        return new TableRow(
        [
            new RichText(name), CaseFormat.Cut(network.Driver ?? "", 60), Span.Mono(CaseFormat.Cut(string.Join(", ", network.Subnets), ReportLimits.EventText)),
            context.Format.Recorded(network.Created), connected.Length == 0 ? Span.Muted("nobody")
                : Span.Mono(CaseFormat.Cut(connected, ReportLimits.EventText)),
        ]);
    }
}
