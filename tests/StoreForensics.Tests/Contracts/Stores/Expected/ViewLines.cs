using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Views;

namespace StoreForensics.Tests.Contracts.Stores.Expected;

/// <summary>Merged views, described and read, as text of one form; the root aside, whose facts are the driver's.</summary>
internal static class ViewLines
{
    /// <summary>What described layers show, bottom first.</summary>
    public static IEnumerable<string> Of(IEnumerable<DescribedLayer> layers)
    {
        DescribedName[] names = [.. new DescribedView(layers).Names.Where(n => n.Path != "/")];
        ILookup<(DescribedLayer, string), string> files = names.ToLookup(n => n.File, n => n.Path);
        return names.Select(n => $"{n.Path} {Facts(n.Entry.Facts)} -> '{n.Entry.Target}' = '{n.Entry.Content}' names {string.Join(' ', files[n.File])}");
    }

    /// <summary>What a layer shows over those below it.</summary>
    public static IEnumerable<string> Of(Layer top)
    {
        using var view = new ViewSource("view", ViewDirectory.RootOf(top)!);
        EvidenceTree tree = view.Tree;
        int[] nodes = [.. Enumerable.Range(1, tree.Count - 1).OrderBy(n => Path(tree, n), StringComparer.Ordinal)];
        ILookup<int, string> files = nodes.ToLookup(tree.FirstLink, n => Path(tree, n));
        return
        [
            .. nodes.Select(n => $"{Path(tree, n)} {Facts(tree[n])} -> '{Encoding.ASCII.GetString(tree.LinkTarget(n))}' = '{Content(view, n)}'"
                + $" names {string.Join(' ', files[tree.FirstLink(n)])}"),
        ];
    }

    /// <summary>As <c>docker diff</c> words them.</summary>
    public static string[] Changes(IEnumerable<FileChange> changes) => [.. changes.Select(c => $"{c.Change} {Encoding.ASCII.GetString(c.PathBytes.Span)}")];

    private static string Path(EvidenceTree tree, int node) => "/" + Encoding.ASCII.GetString(tree.PathOf(node).Bytes);

    private static string Content(ViewSource view, int node)
    {
        if (view.Tree[node].Kind != EntryKind.File)
            return "";
        using Stream stream = view.Open(node);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return reader.ReadToEnd();
    }

    private static string Facts(in EvidenceNode f) =>
        Facts(new EntryMetadata { Kind = f.Kind, Mode = f.Mode, Uid = f.Uid, Gid = f.Gid, Size = f.Size, Modified = f.Modified });

    private static string Facts(in EntryMetadata f) =>
        string.Create(CultureInfo.InvariantCulture, $"{f.Kind.Name()} {Convert.ToString(f.Mode, 8)} {f.Uid}:{f.Gid} {f.Size} {f.Modified}");
}
