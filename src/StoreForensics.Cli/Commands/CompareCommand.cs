using System.CommandLine;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Terminal;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Views;

namespace StoreForensics.Cli.Commands;

/// <summary><c>compare EVIDENCE IMAGE IMAGE</c>: where two images fork and what differs.</summary>
internal static class CompareCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        var first = new Argument<string>("IMAGE-A") { Description = "repository:tag, repository, id or prefix" };
        var second = new Argument<string>("IMAGE-B") { Description = "the other one" };
        Option<string> format = TableFormat.Option();
        var command = new Command("compare", "Where two images fork, and what differs in configuration and files") { format };
        evidence.AddTo(command);
        command.Add(first.OffersImages(evidence));
        command.Add(second.OffersImages(evidence));
        command.SetAction(call => evidence.Run(call, analyzer =>
            Print(analyzer, call.GetValue(first)!, call.GetValue(second)!, TableFormat.IsJson(call, format))));
        return command;
    }

    /// <exception cref="UsageException">No such image, or several.</exception>
    public static void Print(Analyzer analyzer, string first, string second, bool isJson)
    {
        (Image a, Image b) = (analyzer.Inventory.FindImage(first), analyzer.Inventory.FindImage(second));
        foreach (Layer layer in a.Layers.Union(b.Layers).Where(l => l.Files is null))
            analyzer.Problems.Damage("SF-VIEW-0002", layer.Origin,
                $"layer {DisplayText.Escape(layer.Id)} is out of reach, the view lacks its files: {layer.UnreachableReason ?? "its directory is missing"}");
        ImageComparison comparison = ImageComparison.Of(a, b, analyzer.Problems);
        if (isJson)
        {
            TableFormat.PrintLines(ComparisonJson.Records(comparison), (json, write) => write(json));
            return;
        }
        foreach (string line in ComparisonText.Lines(comparison))
            Console.Out.WriteLine(IsFile(line) ? "  " + Colours.Change(line[2..]) : line);
    }

    // A changed path, not a step of A.
    private static bool IsFile(string line) => line.Length > 4 && line.StartsWith("  ", StringComparison.Ordinal) && line[3..5] == " /";
}
