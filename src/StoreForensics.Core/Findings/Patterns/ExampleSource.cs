using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Findings.Patterns;

/// <summary>An evidence of one entry and no bytes, for the examples of rule files.</summary>
internal sealed class ExampleSource : IEvidenceSource
{
    public ExampleSource(byte[] path, EntryMetadata facts)
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add(path, facts, out _);
        Tree = builder.Seal();
        Node = Tree.Find(EvidenceTree.Root, path.AsSpan().TrimStart((byte)'/'));
    }

    public string Name => "example";

    public IReadOnlyList<string> Wrapping => [];

    public EvidenceTree Tree { get; }

    public int Node { get; }

    /// <summary>The entry as a view would show it.</summary>
    public ViewEntry Entry
    {
        get
        {
            var store = new StoreInfo { Name = "example", Driver = "example", Era = "example", Root = default };
            return new ViewEntry(new Layer
            {
                Id = "example",
                Store = store,
                Origin = default,
                Files = new LayerFiles(this, EvidenceTree.Root, Stores.Drivers.NoWhiteouts.Instance, IsWholeTree: true)
            }, Node);
        }
    }

    public Stream Open(int node) => throw new EvidenceFormatException("SF-FIND-0007", "an example has no bytes");

    public void Dispose()
    {
    }
}
