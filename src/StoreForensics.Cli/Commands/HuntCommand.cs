using System.CommandLine;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Findings.Indicators;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;

namespace StoreForensics.Cli.Commands;

/// <summary><c>hunt EVIDENCE... --from FILE</c>: another case's indicators, looked for here.</summary>
internal static class HuntCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        Option<string> format = TableFormat.Option();
        var from = new Option<string[]>("--from")
        {
            Description = "What to look for: a case (.sqlite, NAME.case/), indicators (.iocs.csv), STIX 2.1 (.json), or a list as --ioc takes it; repeatable",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command("hunt", "Another case's indicators, looked for here: where each of them is") { from, format, evidence.HashHoles };
        evidence.AddTo(command, several: true);
        command.SetAction(call =>
        {
            bool asJson = TableFormat.IsJson(call, format);
            IndicatorList list = FindingOptions.Lists(call.GetValue(from)!);
            if (list.Count == 0)
                throw new UsageException($"{string.Join(", ", call.GetValue(from)!.Select(f => DisplayText.Escape(f)))}: nothing to look for in it");
            return evidence.Run(
                call,
                analyzer =>
                {
                    evidence.Begin("looking for indicators");
                    IReadOnlyList<IndicatorHit> hits = analyzer.Hunt(list);
                    evidence.EndProgress();
                    if (asJson)
                        TableFormat.PrintLines(hits, IndicatorJson.Write);
                    else
                        Print(hits, list.Count, analyzer.IsSeveral);
                },
                readFiles: true);
        });
        return command;
    }

    private static void Print(IReadOnlyList<IndicatorHit> hits, int looked, bool isSeveral)
    {
        if (hits.Count == 0)
        {
            Console.Out.WriteLine(looked == 1 ? "the indicator is not here" : $"none of {looked} indicators is here");
            return;
        }
        var table = Tables.Of(isSeveral, "KIND", "VALUE", "FOUND IN", "OBJECT", "PATH", "TIME", "ORIGIN");
        foreach (IndicatorHit hit in hits)
            table.RowOf(hit.Origin.Evidence, hit.Kind, hit.Value, hit.Place, string.Join(", ", hit.Subjects), hit.Path?.ToString() ?? "",
                hit.Time?.ToString() ?? "unknown", hit.Origin.Path.ToString());
        table.Print();
    }
}
