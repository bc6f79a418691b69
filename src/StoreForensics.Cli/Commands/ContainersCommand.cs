using System.CommandLine;
using System.Globalization;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Model;
using StoreForensics.Reports;
using StoreForensics.Reports.Json.Objects;

namespace StoreForensics.Cli.Commands;

/// <summary><c>containers EVIDENCE</c>: as <c>docker ps -a --no-trunc</c> would have said, and more.</summary>
internal static class ContainersCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions(isQuietByLetter: false);
        Option<bool> idsOnly = DockerFlags.IdsOnly();
        Option<string> format = TableFormat.Option();
        var command = new Command("containers", "The containers, as docker ps -a --no-trunc would have said, and more") { format, evidence.Recovered,
            DockerFlags.All(), DockerFlags.NoTruncation(), idsOnly };
        var filter = new PodFilter();
        evidence.AddTo(command, several: true);
        filter.AddTo(command, labels: true);
        command.SetAction(call => evidence.Run(call, analyzer =>
        {
            IReadOnlyList<Container> rows = [.. ContainerRows.Of(analyzer.Inventory).Where(c => filter.Takes(call, c))];
            if (TableFormat.IsJson(call, format))
                TableFormat.PrintLines(rows, ContainerJson.Write);
            else if (call.GetValue(idsOnly))
                ImagesCommand.PrintIds(rows.Select(c => c.Id));
            else
                Print(rows, analyzer.IsSeveral, call.GetValue(evidence.Recovered));
        }));
        return command;
    }

    private static void Print(IReadOnlyList<Container> rows, bool isSeveral, bool tellsRecovery)
    {
        string[] more = tellsRecovery ? ["RECOVERED"] : [];
        var table = Tables.Of(isSeveral, ["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATE", "PORTS", "NAME", .. more]);
        foreach (Container c in rows)
        {
            string?[] recovery = tellsRecovery ? [c.Recovery?.Word ?? "no, it is there"] : [];
            table.RowOf(c.Store.Root.Evidence, [c.Id, c.ImageName ?? c.ImageId, c.Command, c.Created?.Time.ToString() ?? "unknown", State(c),
                c.Ports is null ? "unknown" : string.Join(", ", c.Ports), c.Name, .. recovery]);
        }
        table.Print();
    }

    private static string State(Container c)
    {
        string code = c.State is "exited" or "dead" && c.ExitCode is long exit ? string.Create(CultureInfo.InvariantCulture, $" ({exit})") : "";
        string privileged = c.Privileged == true ? ", privileged" : "";
        return (c.State ?? "unknown") + code + privileged + (c.Recovery is null ? "" : ", removed");
    }
}
