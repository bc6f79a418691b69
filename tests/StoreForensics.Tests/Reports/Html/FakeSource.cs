using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Reports.Html;

/// <summary>A tree without bytes: reports look at names and facts only.</summary>
internal sealed class FakeSource : IEvidenceSource, IWhiteouts
{
    public FakeSource(params (byte[] Path, EntryMetadata Facts)[] entries)
    {
        var builder = new EvidenceTreeBuilder();
        foreach ((byte[] path, EntryMetadata facts) in entries)
            builder.Add(path, facts, out _);
        Tree = builder.Seal();
    }

    public string Name => "fake";

    public IReadOnlyList<string> Wrapping => ["directory"];

    public EvidenceTree Tree { get; }

    public LayerFiles Files => new(this, EvidenceTree.Root, this, IsWholeTree: false);

    public static EntryMetadata File(long size, int mode = 0x1A4, Timestamp? modified = null) =>
        new() { Kind = EntryKind.File, Size = size, Mode = (ushort)mode, Modified = modified ?? new Timestamp(1425470000, 5), DataOffset = -1 };

    public static EntryMetadata Link(string target) =>
        new() { Kind = EntryKind.Symlink, LinkTarget = Encoding.UTF8.GetBytes(target), Modified = new Timestamp(1425470000, 0), DataOffset = -1 };

    public Stream Open(int node) => throw new NotSupportedException("reports read no bytes");

    public void Dispose()
    {
    }

    public LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot) => LayerEntryMeaning.Entry;

    public ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node) => default;

    public int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name) => EvidenceTree.None;

    public bool IsOpaque(EvidenceTree tree, int directory) => false;

    public bool HasOwnTime(EvidenceTree tree, int node) => false;
}
