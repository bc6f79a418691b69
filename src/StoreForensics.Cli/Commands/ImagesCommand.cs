using System.CommandLine;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Json.Objects;

namespace StoreForensics.Cli.Commands;

/// <summary><c>images EVIDENCE</c>: as <c>docker images --no-trunc</c> would have said.</summary>
internal static class ImagesCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions(isQuietByLetter: false);
        var all = new Option<bool>("--all", "-a") { Description = "Intermediate images too" };
        Option<bool> idsOnly = DockerFlags.IdsOnly();
        Option<string> format = TableFormat.Option();
        var command = new Command("images", "The images, as docker images --no-trunc would have said") { all, format, evidence.Recovered,
            DockerFlags.NoTruncation(), idsOnly };
        evidence.AddTo(command, several: true);
        command.SetAction(call => evidence.Run(call, analyzer =>
        {
            IReadOnlyList<ImageRow> rows = [.. ImageRows.Of(analyzer.Inventory, call.GetValue(all))
                .Where(r => r.Image.Recovery is null || call.GetValue(evidence.Recovered))];
            if (TableFormat.IsJson(call, format))
                TableFormat.PrintLines(rows, ImageJson.Write);
            else if (call.GetValue(idsOnly))
                PrintIds(rows.Select(r => r.Image.Id));
            else
                Print(rows, analyzer.IsSeveral, call.GetValue(evidence.Recovered));
        }));
        return command;
    }

    /// <summary>One a line, as the rows come.</summary>
    public static void PrintIds(IEnumerable<string> ids)
    {
        foreach (string id in ids)
            Console.Out.WriteLine(DisplayText.Escape(id));
    }

    private static void Print(IReadOnlyList<ImageRow> rows, bool isSeveral, bool tellsRecovery)
    {
        string[] more = tellsRecovery ? ["RECOVERED"] : [];
        var table = Tables.Of(isSeveral, ["REPOSITORY", "TAG", "IMAGE ID", "CREATED", "VIRTUAL SIZE", .. more]);
        foreach (ImageRow row in rows)
        {
            string?[] recovery = tellsRecovery ? [row.Image.Recovery?.Word ?? "no, it is there"] : [];
            table.RowOf(row.Image.Store.Root.Evidence, [row.Repository ?? "<none>", row.Tag ?? "<none>", row.Image.Id,
                row.Image.Created?.Time.ToString() ?? "unknown", Tables.Size(row.Image.TotalSize), .. recovery]);
        }
        table.Print();
    }
}
