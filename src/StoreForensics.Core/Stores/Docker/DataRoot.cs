using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker;

/// <summary>A Docker data root inside an evidence.</summary>
/// <param name="Files">Reads its files.</param>
/// <param name="Node">Its directory.</param>
internal sealed record DataRoot(EvidenceFiles Files, int Node)
{
    public EvidenceTree Tree => Files.Tree;

    public Origin Origin => Files.Origin(Node);

    /// <summary>The eras that the root holds. An upgraded host has two, and they share driver directories and volumes.</summary>
    public IReadOnlyList<string> Eras { get; init; } = [];

    /// <summary>The driver directories, each taken once by the first era that knows it.</summary>
    public LayerAssembly Layers { get; } = new();

    /// <summary>Of a root that is called <c>UID.GID</c>, as <c>userns-remap</c> makes them; null for others.</summary>
    public UserNamespace? UserNamespace => Model.UserNamespace.Named(Tree.Name(Node));

    public int? Directory(ReadOnlySpan<byte> name) => Files.Directory(Node, name);

    public bool Holds(string era) => Eras.Contains(era);
}
