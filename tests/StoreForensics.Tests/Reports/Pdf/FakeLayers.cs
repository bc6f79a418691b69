using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>Layers with made-up files, and the changes that a real view would find in them.</summary>
internal sealed class FakeLayers
{
    private readonly Dictionary<Layer, List<FileChange>> _changes = [];

    /// <summary>Changes are spelled <c>A /path</c>; a path that ends in a slash is a directory.</summary>
    public Layer Add(string id, StoreInfo store, Layer? parent, params string[] changes) =>
        AddRaw(id, store, parent, changes.Select(c => (c[0], Encoding.UTF8.GetBytes(c[2..]))));

    public Layer AddRaw(string id, StoreInfo store, Layer? parent, IEnumerable<(char Change, byte[] Path)> changes)
    {
        var builder = new EvidenceTreeBuilder();
        var nodes = new List<(char Change, byte[] Path, int Node, bool IsDirectory)>();
        foreach ((char change, byte[] path) in changes)
        {
            EntryKind kind = path.EndsWith("/"u8) ? EntryKind.Directory : EntryKind.File;
            builder.Add(path, new EntryMetadata { Kind = kind, Mode = 0x1a4, Size = kind == EntryKind.File ? 1234 * path.Length : 0 }, out int node);
            nodes.Add((change, path.AsSpan().TrimEnd((byte)'/').ToArray(), node, kind == EntryKind.Directory));
        }
        var source = new FakeSource(builder.Seal());
        var layer = new Layer
        {
            Id = id,
            Store = store,
            Origin = new Origin("evidence.tar", "aufs/diff/" + id),
            Files = new LayerFiles(source, EvidenceTree.Root, new NoWhiteouts(), IsWholeTree: false),
            Parent = parent,
            Role = LayerRole.Image,
        };
        _changes.Add(layer, [.. nodes.Select(n => new FileChange(n.Change, n.Path, layer, n.Node, IsOwn: n.Change != 'C' || !n.IsDirectory))]);
        return layer;
    }

    public IEnumerable<FileChange> Of(Layer layer) => _changes[layer];

    public IEnumerable<FileChange> Of(Container container) => _changes[container.Layer!];

    private sealed class FakeSource(EvidenceTree tree) : IEvidenceSource
    {
        public string Name => "evidence.tar";

        public IReadOnlyList<string> Wrapping => ["tar"];

        public EvidenceTree Tree => tree;

        public Stream Open(int node) => throw new EvidenceFormatException("SF-TEST-0001", "reports read no bytes");

        public void Dispose()
        {
        }
    }

    private sealed class NoWhiteouts : IWhiteouts
    {
        public LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot) => LayerEntryMeaning.Entry;

        public ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node) => [];

        public int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name) => EvidenceTree.None;

        public bool IsOpaque(EvidenceTree tree, int directory) => false;

        public bool HasOwnTime(EvidenceTree tree, int node) => false;
    }
}
