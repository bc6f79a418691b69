using System.CommandLine;
using System.Globalization;
using StoreForensics.Cases;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Cli.Terminal;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Cli.Commands;

/// <summary><c>info EVIDENCE</c>: what this evidence is.</summary>
internal static class InfoCommand
{
    /// <summary>A store may hold thousands; the JSON report has them all.</summary>
    private const int ShownNames = 8;

    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        Option<string> format = TableFormat.Option();
        var hash = new Option<string>("--hash")
        {
            Description = "evidence: the evidence's SHA-256 too",
            DefaultValueFactory = _ => "none",
            HelpName = "evidence|none"
        }.Suggesting(HashChoice.Evidence, HashChoice.None);
        var layout = new Option<bool>("--layout") { Description = "Which file of each store holds what, in the order of looking, each with an example and what it says" };
        var command = new Command("info", "What this evidence is: wrapping, data roots, eras, drivers, Docker version, counts, time span") { format, hash,
            evidence.HashHoles, layout };
        evidence.AddTo(command, several: true);
        command.SetAction(call => evidence.Run(
            call,
            analyzer =>
            {
                if (call.GetValue(layout))
                {
                    PrintLayout(analyzer.Layout(), TableFormat.IsJson(call, format));
                    return;
                }
                IReadOnlyList<EvidencePart> parts = EvidencePart.Of(analyzer, analyzer.BuildTimeline(new TimelineOptions { Logs = LogEvents.FirstAndLast }));
                if (TableFormat.IsJson(call, format))
                    TableFormat.PrintLines(parts, (json, p) => InfoJson.Write(json, p.Evidence, p.Inventory, p.Events, p.First, p.Last, p.Clocks,
                        p.Problems));
                else
                    Print(parts);
            },
            hash: HashChoice.Parse(call.GetValue(hash)!) == HashChoice.Evidence));
        return command;
    }

    private static void PrintLayout(IReadOnlyList<LayoutFact> facts, bool asJson)
    {
        if (asJson)
            TableFormat.PrintLines(facts, LayoutJson.Write);
        else
            LayoutLines.Print(Console.Out, facts, Screen.Width);
    }

    private static void Print(IReadOnlyList<EvidencePart> parts)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            if (i > 0)
                Console.Out.WriteLine();
            Print(parts[i].Evidence);
            Print(parts[i]);
        }
    }

    private static void Print(EvidenceDetails evidence)
    {
        Line("Evidence", evidence.Name);
        Line("Wrapping", string.Join(" > ", evidence.Wrapping));
        Line("Size", evidence.SizeBytes is long size ? string.Create(CultureInfo.InvariantCulture, $"{size} bytes") : null);
        Line("SHA-256", evidence.Sha256 is null ? null : $"{evidence.Sha256} (of {evidence.Sha256Of})");
        Line("Names", evidence.Entries.ToString(CultureInfo.InvariantCulture));
        foreach ((string label, string value) in DiskWords.Facts(evidence.Disk))
            Line(label, value);
    }

    private static void Print(EvidencePart part)
    {
        Inventory inventory = part.Inventory;
        foreach (StoreInfo store in inventory.Stores)
        {
            Line("Store", $"{store.Name}: {store.Era} era, driver {store.Driver}, at {(store.Root.Path.IsEmpty ? "." : store.Root.Path.ToString())}");
            foreach (Origin images in store.Parts)
                Line("  With", $"the images at {images.Path}");
            Line("  In", store.Snapshot);
            Line("  Docker", store.EngineVersion is null ? null : $"{store.EngineVersion} ({store.EngineVersionSign})");
        }
        foreach (HostFacts host in inventory.Hosts)
        {
            foreach ((string label, string value) in HostWords.Facts(host))
                Line(label, value);
            Lines(host);
        }
        InventoryCounts counts = InventoryCounts.Of(inventory);
        Line("Images", string.Create(CultureInfo.InvariantCulture, $"{counts.Images} ({counts.TaggedImages} tagged)"));
        Line("Containers", string.Create(CultureInfo.InvariantCulture, $"{counts.Containers} ({counts.RunningContainers} running)"));
        Line("Layers", counts.Layers.ToString(CultureInfo.InvariantCulture));
        Counted("Volumes", inventory.Volumes.Select(v => v.Name));
        Counted("Networks", inventory.Networks.Select(n => n.Name ?? n.Id));
        Line("Leftovers", counts.Leftovers?.ToString(CultureInfo.InvariantCulture));
        foreach (IGrouping<string, Leftover> kind in inventory.Leftovers.GroupBy(l => l.Kind))
            Counted("  " + kind.Key, kind.Select(l => l.Name));
        Line("Events", part.Events.ToString(CultureInfo.InvariantCulture));
        Line("From", part.First?.ToString());
        Line("To", part.Last?.ToString());
        Line("Clocks", part.Clocks?.Verdict);
        Line("Problems", part.Problems.ToString(CultureInfo.InvariantCulture));
    }

    private static void Lines(HostFacts host)
    {
        (int Count, string What)[] all =
        [
            (host.UnitFiles.Count, "unit files"), (host.DockerOptions.Count, "option lines"), (host.CronLines.Count, "cron lines"),
            (host.ShellHistory.Count, "shell history lines"), (host.LogLines.Count, "log lines"),
        ];
        string words = string.Join(", ", all.Where(part => part.Count > 0).Select(part =>
            string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.What}")));
        Line("Of Docker", words.Length == 0 ? null : words + " (in the reports)");
        Counted("Not read", host.UnreadLogs.Concat(host.UnreadPackageDatabases).Select(file => file.Origin.Path.ToString()), sayNone: false);
    }

    private static void Counted(string name, IEnumerable<string> names, bool sayNone = true)
    {
        string[] all = [.. names];
        if (all.Length == 0 && !sayNone)
            return;
        string shown = string.Join(", ", all.Take(ShownNames)) + (all.Length > ShownNames ? ", …" : "");
        Line(name, string.Create(CultureInfo.InvariantCulture, $"{all.Length}") + (all.Length == 0 ? "" : $" ({shown})"));
    }

    private static void Line(string name, string? value)
    {
        if (value is not null)
            Console.Out.WriteLine($"{name + ":",-12} {DisplayText.Escape(value)}");
    }
}
