using System.CommandLine;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Cli.Commands;

/// <summary><c>whose EVIDENCE PATH-IN-EVIDENCE</c>: which layer, images and containers a path of the evidence belongs to.</summary>
internal static class WhoseCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        var path = new Argument<string>("PATH-IN-EVIDENCE") { Description = "As the timeline's origin shows it; a leading / or ./ does no harm" };
        Option<string> format = TableFormat.Option();
        var command = new Command("whose", "Which layer, images and containers a path of the evidence belongs to") { format };
        evidence.AddTo(command);
        command.Add(path);
        command.SetAction(call => evidence.Run(call, analyzer =>
        {
            bool asJson = TableFormat.IsJson(call, format);
            (IReadOnlyList<PathOwner> owners, LayoutFact? what) = Owners(analyzer, call.GetValue(path)!);
            if (asJson)
                TableFormat.PrintLines(owners, (json, owner) => WhoseJson.Write(json, owner, what));
            else
                Print(owners, what);
        }));
        return command;
    }

    /// <exception cref="UsageException">No such path, or nobody's.</exception>
    private static (IReadOnlyList<PathOwner> Owners, LayoutFact? What) Owners(Analyzer analyzer, string path)
    {
        bool exists = false;
        LayoutFact? place = null;
        // A path into a layer that is a tar goes through that file.
        if (path.Contains('!', StringComparison.Ordinal))
            analyzer.OpenLayers();
        foreach (IEvidenceSource source in analyzer.Sources)
        {
            int node = EvidencePathText.Find(source.Tree, Inside(source, path));
            if (node == EvidenceTree.None)
                continue;
            exists = true;
            IReadOnlyList<PathOwner> owners = PathOwners.Of(analyzer.Inventory, source, node);
            LayoutFact? what = analyzer.LayoutAt(source, node);
            if (owners.Count > 0)
                return (owners, what);
            place ??= what;
        }
        string name = analyzer.Evidence[0].Name, why = place is not null ? "belongs to no layer, volume, image or container; it is the store's own:\n" + Words(place)
            : exists
            ? "belongs to no layer, volume, image or container"
            : "is not in the evidence; paths are meant as the column origin of the timeline shows them";
        throw new UsageException($"{DisplayText.Escape(name)}: {DisplayText.Escape(path)} {why}");
    }

    private static string Inside(IEvidenceSource source, string path)
    {
        string prefix = System.Text.Encoding.UTF8.GetString(source.OriginPrefix.Span);
        return prefix.Length > 0 && path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
    }

    private static void Print(IReadOnlyList<PathOwner> owners, LayoutFact? what)
    {
        if (what is not null)
            Console.Out.WriteLine(Words(what) + Environment.NewLine);
        var table = new Tables("LAYER", "IMAGES", "CONTAINERS", "VOLUME", "PATH");
        foreach (PathOwner owner in owners)
            table.Row(owner.Layer?.Id, string.Join(", ", owner.Images), string.Join(", ", owner.Containers), owner.Volume?.Name,
                DisplayText.Escape(owner.Path.Span));
        table.Print();
    }

    private static string Words(LayoutFact what) => $"{what.Title}: {what.Says}" + (what.Value is null ? "" : $" → {LayoutText.Read(what)}");
}
