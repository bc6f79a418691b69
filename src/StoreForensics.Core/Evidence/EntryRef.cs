using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>One entry of one evidence source: what an inode number alone is not once there are several trees. Equal when both are the same.</summary>
/// <param name="Source">The source that holds it.</param>
/// <param name="Node">Its number in <see cref="IEvidenceSource.Tree"/>.</param>
public readonly record struct EntryRef(IEvidenceSource Source, int Node)
{
    public EvidenceTree Tree => Source.Tree;

    /// <summary>What the evidence says of it.</summary>
    public ref readonly EvidenceNode Facts => ref Source.Tree[Node];

    /// <summary>From the source's root, without a leading slash.</summary>
    public EvidencePath Path => Source.Tree.PathOf(Node);

    /// <summary>Where it stands, for reports and problems; with a byte offset in it, or null for the whole.</summary>
    public Origin Origin(long? offset = null) => Source.Origin(Node, offset);

    /// <summary>Another entry of the same source.</summary>
    public EntryRef At(int node) => this with { Node = node };
}
