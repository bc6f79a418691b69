using System.CommandLine;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json.Objects;
using StoreForensics.Reports.Text;

namespace StoreForensics.Cli.Commands;

/// <summary><c>swarm EVIDENCE</c>: nodes, services, tasks, networks, secrets and configs of swarms, removed ones too.</summary>
internal static class SwarmCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        Option<string> format = TableFormat.Option();
        var command = new Command("swarm", "Nodes, services, tasks, networks, secrets and configs of swarms, removed ones too") { format };
        evidence.AddTo(command, several: true);
        command.SetAction(call => evidence.Run(call, analyzer =>
        {
            var containers = new Dictionary<string, Container>(StringComparer.Ordinal);
            foreach (Container container in analyzer.Inventory.Containers)
                containers.TryAdd(container.Id, container);
            if (TableFormat.IsJson(call, format))
                TableFormat.PrintLines(analyzer.Inventory.Swarm, (json, one) =>
                    SwarmJson.Write(json, one, one.ContainerId is { } id ? containers.GetValueOrDefault(id) : null));
            else
                Print(analyzer.Inventory.Swarm, analyzer.IsSeveral);
        }));
        return command;
    }

    private static void Print(IReadOnlyList<SwarmObject> objects, bool isSeveral)
    {
        var table = Tables.Of(isSeveral, "KIND", "ID", "NAME", "STATE", "CREATED", "DETAIL");
        foreach (SwarmObject one in objects)
            table.RowOf(one.Store.Root.Evidence, one.Kind, one.Id, one.Name ?? "unknown", SwarmText.State(one), one.Created?.ToString() ?? "unknown",
                DisplayText.Escape(SwarmText.Detail(one)));
        table.Print();
    }
}
