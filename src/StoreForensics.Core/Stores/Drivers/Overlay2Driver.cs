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
internal sealed class Overlay2Driver(string name, EvidenceFiles files, int root, IWhiteouts whiteouts) : IGraphDriver
{
    private const int MaxLowerBytes = 1 << 16;
    private Dictionary<string, string>? _byLink;

    public string Name => name;

    public IEnumerable<DriverLayer> Layers()
    {
        NoteLinks();
        foreach (int child in files.Tree.Children(root).ToArray())
        {
            if (files.Tree[child].Kind.IsDirectory() && !IsApart(files.Tree.Name(child)))
                yield return files.Problems.ContainOr(files.Origin(child), null, () => Layer(child)) ?? Unread(child);
        }
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

    private DriverLayer Layer(int node)
    {
        int? diff = Diff(node);
        NoteMount(node);
        (string? parent, int passed) = Parent(node);
        CheckRecords(node, parent, passed);
        return new DriverLayer
        {
            Id = Text(files.Tree.Name(node)),
            Origin = files.Origin(node),
            Files = diff is int tree ? new LayerFiles(files.Source, tree, whiteouts, IsWholeTree: false) : null,
            Unreachable = "its diff directory is missing",
            ParentId = parent,
            RecordsParent = true,
            HasUnknownBelow = passed > 0,
            ChildMark = files.File(node, "committed"u8),
        };
    }

    // A copy with shifted owners has its files in diff1 … diff9 and an empty diff (containers/storage v1.59 drivers/overlay/overlay.go, UpdateLayerIDMap).
    private int? Diff(int node)
    {
        if (files.Directory(node, "diff"u8) is not int diff || files.Tree.Children(diff).Length > 0)
            return files.Directory(node, "diff"u8);
        int found = diff;
        for (char number = '1'; number <= '9'; number++)
        {
            if (files.Tree.Child(node, [.. "diff"u8, (byte)number]) is >= 0 and var copy && files.Tree[copy].Kind.IsDirectory())
                found = copy;
        }
        return found;
    }

    // An unmounted view leaves an empty directory or none: names in it say that the evidence was taken while it was mounted.
    private void NoteMount(int node)
    {
        int merged = files.Tree.Child(node, "merged"u8);
        if (merged != EvidenceTree.None && files.Tree.Children(merged).Length > 0)
            files.Problems.Note("SF-OVERLAY-0001", files.Origin(merged),
                "the layer was mounted when the evidence was taken; its merged view is a copy and is not read");
    }

    // The nearest layer below; where no directory has its short name, the next one that is there, and how many were passed over.
    private (string? Id, int Passed) Parent(int node)
    {
        if (files.File(node, "lower"u8) is not int lower || files.ReadAll(lower, MaxLowerBytes) is not { } bytes)
            return (null, 0);
        string[] parts = Text(bytes).Trim().Split(':', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            if (Resolve(parts[i]) is { } id)
                return (id, i);
            files.Problems.Damage("SF-OVERLAY-0002", files.Origin(lower),
                $"no directory is known by the name of the layer below, {DisplayText.Escape(parts[i])}: it is gone, or its link file and the link in l/ are");
        }
        return (null, parts.Length);
    }

    // A layer's list is its parent's link and then the parent's own list; only a layer without parent has neither list nor work directory (overlay2 create()).
    private void CheckRecords(int node, string? parent, int passed)
    {
        if (files.Tree.Child(node, "link"u8) == EvidenceTree.None)
            files.Problems.Damage("SF-OVERLAY-0004", files.Origin(node), "the layer's link file is missing");
        else if (files.ReadText(node, "link"u8) is "")
            files.Problems.Damage("SF-OVERLAY-0004", files.Origin(node), "the layer's link file is empty");
        string lower = Lower(node);
        if (lower.Length == 0 && HasWork(node))
            files.Problems.Damage("SF-OVERLAY-0005", files.Origin(node), "the layer's lower file, which lists the layers below, is missing or empty");
        if (parent is null || files.Tree.Child(root, Encoding.UTF8.GetBytes(parent)) is not (>= 0 and var below))
            return;
        string ofBelow = Lower(below);
        // Of one that has lost its list nothing can be compared.
        if (ofBelow.Length == 0 && HasWork(below))
            return;
        string[] rest = [.. lower.Split(':', StringSplitOptions.RemoveEmptyEntries).Skip(passed + 1)];
        if (string.Join(':', rest) != ofBelow)
            files.Problems.Damage("SF-OVERLAY-0006", files.Origin(node),
                $"the layer's lower file does not go on as that of {DisplayText.Escape(parent)}, the next below: one of the two is not as the engine writes them");
    }

    // containers/storage makes a work directory for a base layer too, and beside it an empty one to mount it over.
    private bool HasWork(int node) => files.Tree.Child(node, "work"u8) != EvidenceTree.None && files.Tree.Child(node, "empty"u8) == EvidenceTree.None;

    private string Lower(int node) =>
        files.Tree.Child(node, "lower"u8) is >= 0 and var lower && files.Tree[lower].Kind == EntryKind.File && files.ReadAll(lower, MaxLowerBytes) is { } bytes
            ? Text(bytes).Trim() : "";

    private string? Resolve(string lower)
    {
        if (!lower.StartsWith("l/", StringComparison.Ordinal))
            return null;
        _byLink ??= ReadLinks();
        return _byLink.GetValueOrDefault(lower[2..]);
    }

    // The `link` file of each layer first, then the links themselves, by the text of their target; nothing is followed.
    private Dictionary<string, string> ReadLinks()
    {
        var byLink = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (int child in files.Tree.Children(root).ToArray())
        {
            if (files.Tree[child].Kind.IsDirectory() && files.Tree.Child(child, "link"u8) != EvidenceTree.None
                && files.ReadText(child, "link"u8) is { Length: > 0 } link)
                byLink.TryAdd(link, Text(files.Tree.Name(child)));
        }
        int links = files.Tree.Child(root, "l"u8);
        foreach (int link in links == EvidenceTree.None ? [] : files.Tree.Children(links).ToArray())
        {
            if (Target(link) is { } id)
                Add(byLink, link, id);
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
