using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Drivers;

/// <summary>Reads the directories of <see cref="Overlay2Driver"/>'s layers.</summary>
/// <param name="files">The evidence.</param>
/// <param name="root">The driver's directory.</param>
/// <param name="whiteouts">How deletions are marked in it.</param>
/// <param name="byLink">Layers by their short names.</param>
/// <param name="elsewhere">Short names of layers in other roots, on which these may stand: the records tell which.</param>
internal sealed class Overlay2Layer(EvidenceFiles files, int root, IWhiteouts whiteouts, IReadOnlyDictionary<string, string> byLink,
    IReadOnlySet<string> elsewhere)
{
    private const int MaxLowerBytes = 1 << 16;

    /// <summary>Reads one; what is not as the engine writes it is a problem.</summary>
    public DriverLayer Read(int node)
    {
        int? diff = Diff(node);
        NoteMount(node);
        (string? parent, int passed) = Parent(node);
        CheckRecords(node, parent, passed);
        return new DriverLayer
        {
            Id = Text(files.Tree.Name(node)),
            Origin = files.Origin(node),
            Files = diff is not int tree ? null : files.Tree.Find(node, "composefs-data/composefs.blob"u8) is >= 0 and var image ? Composefs(image, tree)
                : new LayerFiles(files.Source, tree, whiteouts, IsWholeTree: false),
            Unreachable = diff is null ? "its diff directory is missing" : "its names lie in an image of composefs that cannot be read",
            ParentId = parent,
            RecordsParent = true,
            HasUnknownBelow = passed > 0,
            ChildMark = files.File(node, "committed"u8),
        };
    }

    // Names lie in an EROFS image, bytes in diff, by their digests (containers/storage v1.59 drivers/overlay/composefs.go).
    private LayerFiles? Composefs(int image, int diff)
    {
        if (files.OpenImage(image) is not { } inside)
            return null;
        return new LayerFiles(inside, EvidenceTree.Root, ComposefsWhiteouts.Instance, IsWholeTree: false)
        {
            Objects = new Layer
            {
                Id = "objects",
                Store = new StoreInfo { Name = "", Driver = "", Era = "", Root = files.Origin(root) },
                Origin = files.Origin(diff),
                Files = new LayerFiles(files.Source, diff, NoWhiteouts.Instance, IsWholeTree: true),
            },
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
            if (parts[i].StartsWith("l/", StringComparison.Ordinal) && elsewhere.Contains(parts[i][2..]))
                return (null, i);
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

    private string? Resolve(string lower) =>
        lower.StartsWith("l/", StringComparison.Ordinal) ? byLink.GetValueOrDefault(lower[2..]) : null;

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
