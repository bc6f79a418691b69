using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Stores;

/// <summary>A Docker data root inside an evidence.</summary>
/// <param name="Files">Reads its files.</param>
/// <param name="Node">Its directory.</param>
internal sealed record DataRoot(EvidenceFiles Files, int Node)
{
    public EvidenceTree Tree => Files.Tree;

    public Origin Origin => Files.Origin(Node);

    public int? Directory(ReadOnlySpan<byte> name) => Files.Directory(Node, name);
}
