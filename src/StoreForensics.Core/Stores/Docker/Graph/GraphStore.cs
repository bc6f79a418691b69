using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>The store of Docker 0.5 to 1.9: <c>graph/</c>, <c>repositories-&lt;driver&gt;</c>,
/// <c>linkgraph.db</c> and driver directories named by image id.</summary>
internal sealed class GraphStore : IDockerStore
{
    public const string EraName = "graph";

    public string Era => EraName;

    public bool Recognises(DataRoot root)
    {
        EvidenceTree tree = root.Tree;
        foreach (int child in tree.Children(root.Node))
        {
            ReadOnlySpan<byte> name = tree.Name(child);
            if (name.SequenceEqual("graph"u8) || name.SequenceEqual("repositories"u8) || name.StartsWith("repositories-"u8)
                || name.SequenceEqual("linkgraph.db"u8))
                return true;
        }
        // Metadata of images may be gone altogether; containers of the era are told by their config.json.
        return root.Containers.HasOld;
    }

    public void Read(DataRoot root, Inventory inventory) => new GraphStoreReader(root, inventory).Read();
}
