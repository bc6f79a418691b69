using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>What the hosts around the data roots say of themselves and of Docker.</summary>
internal static class HostSection
{
    /// <summary>Nothing where the evidence holds no more than data roots.</summary>
    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        List<HostFacts> hosts = context.Inventory.Hosts;
        if (hosts.Count == 0)
            yield break;
        yield return new Heading(1, "Host", Sections.Host);
        yield return new Paragraph("As the host's own files say. Whoever was root on it could edit every one of them.", ParagraphRole.Note);
        foreach (Block block in hosts.SelectMany(host => Host(context, host)))
            yield return block;
    }

    private static IEnumerable<Block> Host(ReportContext context, HostFacts host)
    {
        var mask = new HostMask(context.Secrets);
        yield return new Heading(2, CaseFormat.Cut(HostWords.Name(host), 80));
        yield return new ListRows(context.Secrets)
            .Mono("In evidence", host.Root.Evidence)
            .Text("OS", HostWords.Os(host.Os))
            .Text("Time zone", host.TimeZone?.ToString())
            .Mono("Machine id", host.MachineId?.ToString())
            .Each("Kernels installed", host.Kernels, kernel => Span.Mono(Cut(kernel.ToString())))
            .Each("Packages", host.Packages, package => Cut(HostWords.Package(package)))
            .Each("Packages not read", host.UnreadPackageDatabases, File)
            .Add("Docker group", host.DockerGroup is null ? Span.Muted("no such group") : Cut(HostWords.Group(host.DockerGroup)!))
            .Each("daemon.json", host.DaemonJson?.Settings, setting => Setting(mask, setting))
            .Each("Unit files", host.UnitFiles, Unit)
            .Each("Logs not read", host.UnreadLogs, File)
            .Table;
        foreach ((string title, IEnumerable<HostText> lines) in Lists(host))
        {
            if (lines.Any())
            {
                yield return new Paragraph(title, ParagraphRole.Label);
                yield return new DataTable([new Column("Where", 120), new Column("What it says", 367)], Rows(context, mask, [.. lines]));
            }
        }
    }

    private static (string Title, IEnumerable<HostText> Lines)[] Lists(HostFacts host) =>
    [
        ("How the engine is started", host.UnitFiles.SelectMany(unit => unit.Lines).Concat(host.DockerOptions)),
        ("What cron runs", host.CronLines),
        ("Shell histories", host.ShellHistory),
        ("System logs", host.LogLines),
    ];

    private static IEnumerable<TableRow> Rows(ReportContext context, HostMask mask, List<HostText> lines)
    {
        foreach (HostText line in lines.Take(ReportLimits.Rows))
        {
            List<Span> place = [Span.Mono(Cut(HostWords.Place(line)))];
            if (line.Time is { } time)
                place.Add(Span.Muted("  " + context.Format.Full(time)));
            yield return new TableRow([new RichText(place), Span.Mono(Cut(mask.Line(line)))]);
        }
        if (lines.Count > ReportLimits.Rows)
            yield return ReportContext.More(lines.Count - ReportLimits.Rows, "in the JSON inventory");
    }

    private static RichText Setting(HostMask mask, HostSetting setting) =>
        [Span.Mono(Cut(setting.Key)), Span.Mono(" = ", Tone.Muted), Span.Mono(CaseFormat.Cut(mask.Setting(setting), ReportLimits.Text))];

    private static RichText Unit(HostUnit unit) => unit.LinkTarget is { } target
        ? [Span.Mono(Cut(unit.Origin.ToString())), Span.Muted("  symlink to "), Span.Mono(Cut(target.ToString()))]
        : Span.Mono(Cut(unit.Origin.ToString()));

    private static RichText File(HostFile file) => [Span.Mono(Cut(file.Origin.ToString())), Span.Muted("  " + CaseFormat.Bytes(file.SizeBytes))];

    private static string Cut(string text) => CaseFormat.Cut(text, ReportLimits.EventText);
}
