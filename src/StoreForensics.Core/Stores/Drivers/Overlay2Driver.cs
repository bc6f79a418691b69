using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// overlay2, Docker 1.12 on, and fuse-overlayfs, 20.10 on (moby v20.10 graphdriver/overlay2/overlay.go, fuse-overlayfs/fuseoverlayfs.go):
/// <c>&lt;id&gt;/{diff,link,lower,committed,work,merged}</c> and <c>l/&lt;LINK&gt;</c>
/// → <c>../&lt;id&gt;/diff</c>. <c>merged</c> is a mounted view, <c>work</c>
/// the kernel's scratch space: never read.
/// </summary>
/// <param name="name">The driver's name.</param>
/// <param name="files">The evidence.</param>
/// <param name="root">The driver's directory.</param>
/// <param name="whiteouts">How deletions are marked in it.</param>
/// <param name="beside">Directories of the same driver in other roots, whose layers may lie below these.</param>
internal sealed class Overlay2Driver(string name, EvidenceFiles files, int root, IWhiteouts whiteouts, IReadOnlyList<int>? beside = null) : IGraphDriver
{
    public string Name => name;

    public IEnumerable<DriverLayer> Layers()
    {
        NoteLinks();
        int[] layers = [.. files.Tree.Children(root).ToArray().Where(c => files.Tree[c].Kind.IsDirectory() && !IsApart(files.Tree.Name(c)))];
        Dictionary<string, string>? byLink = null;
        if (layers.Any(layer => files.Tree.Child(layer, "lower"u8) != EvidenceTree.None))
            files.Problems.Contain(files.Origin(root), () => byLink = ReadLinks(layers));
        HashSet<string> elsewhere = LinksBeside();
        return ManyEntries.Read<DriverLayer>(files, layers, own =>
        {
            var reader = new Overlay2Layer(own, root, whiteouts, byLink ?? [], elsewhere);
            return layer => own.Problems.ContainOr(own.Origin(layer), null, () => reader.Read(layer)) ?? Unread(layer);
        });
    }

    private HashSet<string> LinksBeside()
    {
        var links = new HashSet<string>(StringComparer.Ordinal);
        foreach (int other in beside ?? [])
        {
            if (files.Tree.Child(other, "l"u8) is not (>= 0 and var directory))
                continue;
            foreach (int link in files.Tree.Children(directory))
                links.Add(Text(files.Tree.Name(link)));
        }
        return links;
    }

    // The short links; what containers/storage unpacks and removes (containers/storage v1.59 drivers/overlay/overlay.go).
    private static bool IsApart(ReadOnlySpan<byte> name) => name.SequenceEqual("l"u8) || name.SequenceEqual("staging"u8) || name.SequenceEqual("tempdirs"u8);

    // The engine makes it at its first start; copies without symbolic links lose it, or leave it empty.
    private void NoteLinks()
    {
        int links = files.Tree.Child(root, "l"u8);
        if (files.Tree.Children(root).Length > 0 && (links == EvidenceTree.None || (files.Tree.Children(links).Length == 0 && HasLayers(links))))
            files.Problems.Note("SF-OVERLAY-0007", files.Origin(root),
                "the short links to layers (l/) are not in the evidence; each layer's own link file is used");
    }

    private bool HasLayers(int links)
    {
        foreach (int child in files.Tree.Children(root))
        {
            if (child != links && files.Tree[child].Kind.IsDirectory())
                return true;
        }
        return false;
    }

    private DriverLayer Unread(int node) => new()
    {
        Id = Encoding.UTF8.GetString(files.Tree.Name(node)),
        Origin = files.Origin(node),
        Unreachable = "its directory could not be read"
    };

    // The `link` file of each layer first, then the links themselves, by the text of their target; nothing is followed.
    private Dictionary<string, string> ReadLinks(int[] layers)
    {
        var byLink = new Dictionary<string, string>(StringComparer.Ordinal);
        string?[] own = ManyEntries.Read<string?>(files, layers, f => layer => f.Tree.Child(layer, "link"u8) == EvidenceTree.None ? null : f.ReadText(layer, "link"u8));
        for (int i = 0; i < layers.Length; i++)
        {
            if (own[i] is { Length: > 0 } link)
                byLink.TryAdd(link, Text(files.Tree.Name(layers[i])));
        }
        int links = files.Tree.Child(root, "l"u8);
        int[] all = links == EvidenceTree.None ? [] : files.Tree.Children(links).ToArray();
        string?[] targets = ManyEntries.Read<string?>(files, all, _ => Target);
        for (int i = 0; i < all.Length; i++)
        {
            if (targets[i] is { } id)
                Add(byLink, all[i], id);
        }
        return byLink;
    }

    private void Add(Dictionary<string, string> byLink, int link, string id)
    {
        string text = Text(files.Tree.Name(link));
        if (!byLink.TryAdd(text, id) && byLink[text] != id)
            files.Problems.Warn("SF-OVERLAY-0003", files.Origin(link),
                $"the link points to {DisplayText.Escape(id)}, but {DisplayText.Escape(byLink[text])} has it as its own; the latter counts");
    }

    private string? Target(int link)
    {
        string[] parts = Text(files.Tree.LinkTarget(link)).Split('/');
        if (parts is not ["..", var id, "diff"] || id is "" or "." or "..")
            return null;
        int layer = files.Tree.Child(root, Encoding.UTF8.GetBytes(id));
        return layer != EvidenceTree.None && files.Tree[layer].Kind.IsDirectory() ? id : null;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
