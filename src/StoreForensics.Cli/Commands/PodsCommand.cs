using System.CommandLine;
using System.Globalization;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Reports;
using StoreForensics.Reports.Json.Objects;

namespace StoreForensics.Cli.Commands;

/// <summary><c>pods EVIDENCE</c>: the pods of Kubernetes, with their containers.</summary>
internal static class PodsCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        Option<string> format = TableFormat.Option();
        var command = new Command("pods", "The pods of Kubernetes, with their containers") { format, evidence.Recovered };
        evidence.AddTo(command, several: true);
        command.SetAction(call => evidence.Run(call, analyzer =>
        {
            IReadOnlyList<PodRow> rows = PodRows.Of(analyzer.Inventory);
            if (TableFormat.IsJson(call, format))
                TableFormat.PrintLines(rows, PodJson.Write);
            else
                Print(rows, analyzer.IsSeveral);
        }));
        return command;
    }

    private static void Print(IReadOnlyList<PodRow> rows, bool isSeveral)
    {
        var table = Tables.Of(isSeveral, "POD ID", "NAMESPACE", "POD", "UID", "ATTEMPT", "STATE", "CREATED", "CONTAINERS");
        foreach (PodRow row in rows)
            table.RowOf(row.Store.Root.Evidence, row.Membership.SandboxId ?? "unknown", row.Membership.Namespace ?? "unknown", row.Membership.Pod ?? "unknown",
                row.Membership.Uid ?? "unknown", row.Sandbox?.Pod?.Attempt?.ToString(CultureInfo.InvariantCulture) ?? "unknown",
                row.State ?? "unknown", row.Created?.Time.ToString() ?? "unknown", string.Join(", ", row.Containers.Select(c => c.DisplayName)));
        table.Print();
    }
}
