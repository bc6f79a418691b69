using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Views;

/// <summary>
/// A view as an evidence like any other: the files of an image or a container as the kernel would have shown them, with the facts and bytes of whichever layer
/// each comes from. Several names of one file in one layer stay one file. Does not own the evidences behind it.
/// </summary>
public sealed class ViewSource : IEvidenceSource
{
    private readonly List<ViewEntry> _entries = [];

    /// <param name="name">What is viewed, for messages.</param>
    /// <param name="root">The view's root directory.</param>
    public ViewSource(string name, ViewDirectory root)
    {
        Name = name;
        var builder = new EvidenceTreeBuilder();
        builder.Add(default, Facts(root.Top, -1), out _);
        var first = new Dictionary<(IEvidenceSource, int), int>();
        foreach (ListedEntry listed in ViewListing.Of(root, default, recursive: true))
            Add(builder, listed, first);
        Tree = builder.Seal();
    }

    public string Name { get; }

    public IReadOnlyList<string> Wrapping { get; } = ["view"];

    public EvidenceTree Tree { get; }

    /// <summary>The layer and node that an entry of the tree comes from; null for the root, and for what is no file.</summary>
    public ViewEntry? EntryOf(int node) => Tree[node].DataOffset >= 0 ? _entries[(int)Tree[node].DataOffset] : null;

    /// <inheritdoc/>
    /// <remarks>As the evidence behind it opens the file.</remarks>
    public Stream Open(int node) => EntryOf(node) is { Facts.Kind: EntryKind.File } entry
        ? FileContent.Of(entry) is { } content ? content.Layer.Files!.Source.Open(content.Node)
            : throw new EvidenceFormatException("SF-VIEW-0005", $"{Tree.PathOf(node)}: its layer holds metadata alone, and no layer below its bytes")
        : throw new EvidenceFormatException("SF-VIEW-0004", $"{Tree.PathOf(node)} is no regular file ({Tree[node].Kind.Name()})");

    public void Dispose()
    {
    }

    private void Add(EvidenceTreeBuilder builder, ListedEntry listed, Dictionary<(IEvidenceSource, int), int> first)
    {
        ViewEntry entry = listed.Entry;
        bool isFile = entry.Facts.Kind == EntryKind.File;
        if (isFile)
            _entries.Add(entry);
        if (builder.Add(listed.Path.Span, Facts(entry, isFile ? _entries.Count - 1 : -1), out int node) == EvidenceTreeBuilder.AddResult.Refused)
            return;
        var file = (entry.Layer.Files!.Source, entry.Tree.FirstLink(entry.Node));
        if (entry.IsDirectory || first.TryAdd(file, node))
            return;
        builder.Link(node, first[file]);
    }

    private static EntryMetadata Facts(ViewEntry entry, long place)
    {
        ref readonly EvidenceNode facts = ref entry.Facts;
        NodeExtra extra = entry.Tree.Extra(entry.Node);
        return new EntryMetadata
        {
            Kind = facts.Kind == EntryKind.Implied ? EntryKind.Directory : facts.Kind,
            Mode = facts.Mode,
            Uid = facts.Uid,
            Gid = facts.Gid,
            Size = facts.Size,
            Modified = facts.Modified,
            HasFraction = facts.HasFraction,
            Accessed = extra.Accessed,
            Changed = extra.Changed,
            Born = extra.Born,
            DeviceMajor = extra.DeviceMajor,
            DeviceMinor = extra.DeviceMinor,
            LinkTarget = extra.LinkTarget,
            Xattrs = extra.Xattrs,
            DataOffset = place,
        };
    }
}
