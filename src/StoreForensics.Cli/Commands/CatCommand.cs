using System.CommandLine;
using System.Text;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Cli.Terminal;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Cli.Commands;

/// <summary><c>cat EVIDENCE OBJECT PATH</c>: a file's bytes as the view shows them, or an older version that a layer below still has.</summary>
internal static class CatCommand
{
    public static Command Build()
    {
        var view = new ViewArguments(new Argument<string>("PATH") { Description = "a regular file in it; links are not followed" });
        var layer = new Option<string?>("--layer")
        {
            Description = "The version that this layer has (id or prefix), even if one above replaced or deleted it",
            HelpName = "ID"
        };
        var all = new Option<bool>("--all-versions") { Description = "Every version, newest first, each after a line that names its layer" };
        var command = new Command("cat", "A file's bytes, from the view or from one layer of it") { layer, all, view.Evidence.Recovered };
        view.AddTo(command);
        command.SetAction(call => view.Evidence.Run(call, analyzer =>
        {
            ViewedObject viewed = view.FindWithPath(call, analyzer);
            if (viewed.IsHost && (call.GetValue(all) || call.GetValue(layer) is not null))
                throw new UsageException("the host has no layers: --layer and --all-versions are for images, containers and layers");
            if (!call.GetValue(all) && call.GetValue(layer) is null)
                view.MustBeThere(call, viewed);
            IReadOnlyList<ViewEntry> files = Files(viewed, view.Path(call), call.GetValue(layer), call.GetValue(all));
            using BufferedStream output = StandardOutput.Open();
            bool ofLayer = viewed.IsLayer || call.GetValue(all) || call.GetValue(layer) is not null;
            foreach (ViewEntry file in files)
                Write(output, file, viewed, analyzer.Problems, named: call.GetValue(all), ofLayer);
            output.Flush();
        }, readStores: !view.IsHost(call)));
        return command;
    }

    /// <exception cref="UsageException">No such file.</exception>
    private static IReadOnlyList<ViewEntry> Files(ViewedObject viewed, byte[] path, string? layer, bool all)
    {
        if (!all && layer is null)
            return viewed.Root is { } root ? [RegularFile(ViewListing.Find(root, path), path)] : [];
        IReadOnlyList<ViewEntry> versions = layer is null ? viewed.Versions(path) : viewed.Version(layer, path) is ViewEntry one ? [one] : [];
        return versions.Count > 0 ? versions : throw new UsageException($"{DisplayText.Escape(path)}: no layer asked for has such a file");
    }

    private static ViewEntry RegularFile(ViewEntry entry, byte[] path) =>
        entry.Facts.Kind == EntryKind.File ? entry
        : throw new UsageException($"{DisplayText.Escape(path)} is a {entry.Facts.Kind.Name()}, not a regular file{Target(entry)}");

    private static string Target(ViewEntry entry) =>
        entry.Tree.LinkTarget(entry.Node) is { IsEmpty: false } target ? $"; it points to {DisplayText.Escape(target)}, which is not followed" : "";

    private static void Write(Stream output, ViewEntry entry, ViewedObject viewed, ProblemLog problems, bool named, bool ofLayer)
    {
        Layer layer = entry.Layer;
        if (named)
        {
            string step = viewed.StepOf(layer) is int number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", step {number}") : "";
            output.Write(Encoding.UTF8.GetBytes(
                $"==> layer {DisplayText.Escape(layer.Id)}{step}, modified {entry.Known.Modified?.ToString() ?? "at an unknown time"} <==\n"));
        }
        try
        {
            ViewEntry bytes = (ofLayer && FileContent.IsElsewhere(entry) ? null : FileContent.Of(entry))
                ?? throw new EvidenceFormatException("SF-VIEW-0005", "the layer holds the file's metadata alone; its bytes are those of the version below");
            using Stream content = bytes.Layer.Files!.Source.Open(bytes.Node);
            if (Screen.IsTerminal)
                TerminalText.Copy(content, output);
            else
                content.CopyTo(output);
        }
        catch (EvidenceFormatException e)
        {
            if (e.Code == "SF-VIEW-0005")
                problems.Warn("SF-VIEW-0005", layer.Files!.Source.Origin(entry.Node), e.Message);
            else
                problems.Damage("SF-VIEW-0003", new Origin(layer.Origin.Evidence, entry.Tree.PathOf(entry.Node)), "cannot be read: "
                + DisplayText.Escape(e.Message));
        }
    }
}
