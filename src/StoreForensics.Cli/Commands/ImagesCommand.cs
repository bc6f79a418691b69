using System.CommandLine;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Reports;
using StoreForensics.Reports.Json.Objects;

namespace StoreForensics.Cli.Commands;

/// <summary><c>images EVIDENCE</c>: as <c>docker images --no-trunc</c> would have said.</summary>
internal static class ImagesCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        var all = new Option<bool>("--all", "-a") { Description = "Intermediate images too" };
        Option<string> format = TableFormat.Option();
        var command = new Command("images", "The images, as docker images --no-trunc would have said") { all, format, evidence.Recovered,
            DockerFlags.NoTruncation() };
        evidence.AddTo(command, several: true);
        command.SetAction(call => evidence.Run(call, analyzer =>
        {
            IReadOnlyList<ImageRow> rows = [.. ImageRows.Of(analyzer.Inventory, call.GetValue(all))
                .Where(r => r.Image.Recovery is null || call.GetValue(evidence.Recovered))];
            if (TableFormat.IsJson(call, format))
                TableFormat.PrintLines(rows, ImageJson.Write);
            else
                Print(rows, analyzer.IsSeveral, call.GetValue(evidence.Recovered));
        }));
        return command;
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
