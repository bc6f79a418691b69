using StoreForensics.Evidence;

namespace StoreForensics.Model;

/// <summary>Tells whose a deleted file was, by the directory that it lay in: a layer's, live or removed, a removed container's own, or a store's.</summary>
internal sealed class RecoveredOwners
{
    private readonly Dictionary<EntryRef, (object Owner, int Root)> _owners = [];

    public RecoveredOwners(Inventory inventory)
    {
        foreach (IRecoveredSource source in inventory.Recovered.Sources)
        {
            foreach (StoreInfo store in inventory.Stores.Where(s => s.Root.Evidence == source.Name))
            {
                int root = source.Tree.Find(EvidenceTree.Root, store.Root.Path.Bytes);
                if (root != EvidenceTree.None)
                    _owners.TryAdd(new EntryRef(source, root), (store, root));
            }
            foreach (Layer layer in inventory.Layers.Where(l => l.FilesAtHand is { } f && f.Source.Name == source.Name && f.Source.OriginPrefix.IsEmpty))
            {
                LayerFiles files = layer.FilesAtHand!;
                int root = files.Source == source ? files.Root : source.Tree.Find(EvidenceTree.Root, files.Tree.PathOf(files.Root).Bytes);
                if (root != EvidenceTree.None)
                    _owners[new EntryRef(source, root)] = (layer, root);
            }
        }
        foreach (Container container in inventory.Recovered.Containers.Where(c => c.Directory is not null))
            Add(inventory, container, container.Directory!.Value, container.Store.Root.Path);
        foreach (Layer layer in inventory.Recovered.Layers.Where(l => l.Files is not null))
            Add(inventory, layer, new EntryRef(layer.Files!.Source, layer.Files.Root), null);
    }

    // At its path in the sources of older versions too.
    private void Add(Inventory inventory, object owner, EntryRef directory, Primitives.EvidencePath? toldFrom)
    {
        foreach (IRecoveredSource source in inventory.Recovered.Sources.Where(s => s.Name == directory.Source.Name))
        {
            int own = source.Tree.Find(EvidenceTree.Root, directory.Path.Bytes);
            if (own != EvidenceTree.None)
                _owners[new EntryRef(source, own)] = (owner, toldFrom is { } root ? source.Tree.Find(EvidenceTree.Root, root.Bytes) : own);
        }
    }

    /// <summary>A layer, a container or a store, and the node that paths are told from: the layer's root, else the data root; null for what is of no store, and
    /// for what has no known path.</summary>
    public (object Owner, int Root)? Of(EntryRef file)
    {
        (object, int)? found = null;
        for (int at = file.Node; ; at = file.Tree[at].Parent)
        {
            if (found is null && _owners.TryGetValue(file.At(at), out (object, int) owner))
                found = owner;
            if (at == EvidenceTree.Root)
                return found;
            if (file.Tree.Name(at).SequenceEqual("$Orphans"u8) || file.Tree.Name(at).SequenceEqual("$Carved"u8))
                return null;
        }
    }
}
