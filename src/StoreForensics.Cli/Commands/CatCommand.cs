using System.CommandLine;
using System.Text;
using StoreForensics.Cli.Output;
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
        var evidence = new EvidenceOptions();
        var target = new Argument<string>("OBJECT") { Description = "an image, a container or a layer" };
        var path = new Argument<string>("PATH") { Description = "a regular file in it; links are not followed" };
        var layer = new Option<string?>("--layer") { Description = "The version that this layer has (id or prefix), even if one above replaced or deleted it", HelpName = "ID" };
        var all = new Option<bool>("--all-versions") { Description = "Every version, newest first, each after a line that names its layer" };
        var command = new Command("cat", "A file's bytes, from the view or from one layer of it") { layer, all };
        evidence.AddTo(command);
        command.Add(target);
        command.Add(path);
        command.SetAction(call => evidence.Run(call, analyzer =>
        {
            ViewedObject viewed = ViewedObject.Find(analyzer.Inventory, call.GetValue(target)!);
            ViewReach.Check(viewed, analyzer.Problems);
            byte[] wanted = Encoding.UTF8.GetBytes(call.GetValue(path)!);
            using BufferedStream output = StandardOutput.Open();
            if (call.GetValue(all))
                Versions(viewed, null, wanted).ForEach(version => Write(output, version, viewed, analyzer.Problems, named: true));
            else if (call.GetValue(layer) is { } id)
                Write(output, Versions(viewed, id, wanted)[0], viewed, analyzer.Problems, named: false);
            else if (viewed.Root is { } root)
                Write(output, RegularFile(ViewListing.Find(root, wanted), wanted), viewed, analyzer.Problems, named: false);
            output.Flush();
        }));
        return command;
    }

    /// <summary>The path's regular files in the layers of the object, nearest first; in those of one layer when an id is given.</summary>
    private static List<ViewEntry> Versions(ViewedObject viewed, string? id, byte[] path)
    {
        Layer[] layers = [.. viewed.Top?.Stack().Where(l => id is null || l.Id.StartsWith(id, StringComparison.Ordinal)) ?? []];
        // A whole id is that layer's, even if it is the beginning of another's, as with <id>-init.
        if (layers.FirstOrDefault(l => l.Id == id) is { } whole)
            layers = [whole];
        if (id is not null && layers.Length != 1)
            throw new UsageException($"{DisplayText.Escape(id)}: {(layers.Length == 0 ? "no such layer" : "several layers")} in {DisplayText.Escape(viewed.Name)}");
        List<ViewEntry> found = [.. layers.Select(ViewDirectory.OwnRootOf).OfType<ViewDirectory>().Select(root => TryFind(root, path)).OfType<ViewEntry>()];
        return found.Count > 0 ? found : throw new UsageException($"{DisplayText.Escape(path)}: no layer asked for has such a file");
    }

    private static ViewEntry? TryFind(ViewDirectory root, byte[] path)
    {
        try
        {
            return ViewListing.Find(root, path) is { Facts.Kind: EntryKind.File } file ? file : null;
        }
        catch (UsageException)
        {
            return null; // this layer has nothing to say on the path
        }
    }

    private static ViewEntry RegularFile(ViewEntry entry, byte[] path) =>
        entry.Facts.Kind == EntryKind.File ? entry : throw new UsageException($"{DisplayText.Escape(path)} is a {entry.Facts.Kind.Name()}, not a regular file");

    private static void Write(Stream output, ViewEntry entry, ViewedObject viewed, ProblemLog problems, bool named)
    {
        Layer layer = entry.Layer;
        if (named)
        {
            string step = viewed.StepOf(layer) is int number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", step {number}") : "";
            output.Write(Encoding.UTF8.GetBytes($"==> layer {DisplayText.Escape(layer.Id)}{step}, modified {entry.Facts.Modified?.ToString() ?? "at an unknown time"} <==\n"));
        }
        try
        {
            using Stream content = layer.Files!.Source.Open(entry.Node);
            content.CopyTo(output);
        }
        catch (EvidenceFormatException e)
        {
            problems.Damage("SF-VIEW-0003", new Origin(layer.Origin.Evidence, entry.Tree.PathOf(entry.Node)), "cannot be read: " + DisplayText.Escape(e.Message));
        }
    }
}
