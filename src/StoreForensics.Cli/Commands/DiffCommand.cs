using System.CommandLine;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Terminal;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Views;

namespace StoreForensics.Cli.Commands;

/// <summary><c>diff EVIDENCE CONTAINER</c>: as <c>docker diff</c>.</summary>
internal static class DiffCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        var container = new Argument<string>("CONTAINER") { Description = "name, id or prefix" };
        Option<string> format = TableFormat.Option();
        var command = new Command("diff", "What a container changed, as docker diff") { format };
        evidence.AddTo(command);
        command.Add(container.OffersContainers(evidence));
        command.SetAction(call => evidence.Run(call, analyzer =>
        {
            Container found = analyzer.Inventory.FindContainer(call.GetValue(container)!);
            Attempts.Note(analyzer.Inventory, found, call.GetValue(container)!);
            CheckReach(found, analyzer.Problems);
            if (TableFormat.IsJson(call, format))
            {
                TableFormat.PrintLines(LayerChanges.Of(found), FileChangeJson.Write);
                return;
            }
            foreach (FileChange change in LayerChanges.Of(found))
                Console.Out.WriteLine(Colours.Change($"{change.Change} {DisplayText.Escape(change.PathBytes.Span)}"));
        }));
        return command;
    }

    // An empty answer must not look like "nothing changed".
    private static void CheckReach(Container container, ProblemLog problems)
    {
        if (container.Rootfs is { } rootfs)
            problems.Warn("SF-DIFF-0003", container.Origin, $"{DisplayText.Escape(container.DisplayName)} has no image: {rootfs.Words}; "
                + (rootfs.HasChanges ? "shown is what its overlay changed" : rootfs.IsOverlay ? "what it changed lay in that overlay, which is not in the evidence"
                    : "what it changed cannot be told from what was there"));
        else if (container.Layer?.Files is null)
            problems.Damage("SF-DIFF-0001", container.Origin,
                $"the writable layer of {DisplayText.Escape(container.DisplayName)} is out of reach: {container.Layer?.UnreachableReason ?? "its directory is missing"}");
        else if (container.Image is null && container.Layer.Stack().Last().Role is LayerRole.Container or LayerRole.ContainerInit)
            problems.Damage("SF-DIFF-0002", container.Origin,
                $"the image of {DisplayText.Escape(container.DisplayName)} is gone: what stood below is unknown, so everything is shown against its init layer alone");
    }
}
