namespace StoreForensics.Model;

/// <summary>Parts of a case's inventory.</summary>
public static class InventoryParts
{
    /// <summary>What one evidence holds; the lists keep their order, the objects are the same.</summary>
    public static Inventory In(this Inventory inventory, string evidence)
    {
        var part = new Inventory();
        part.Stores.AddRange(inventory.Stores.Where(s => s.Root.Evidence == evidence));
        part.Images.AddRange(inventory.Images.Where(i => i.Store.Root.Evidence == evidence));
        part.Layers.AddRange(inventory.Layers.Where(l => l.Store.Root.Evidence == evidence));
        part.Containers.AddRange(inventory.Containers.Where(c => c.Store.Root.Evidence == evidence));
        part.Volumes.AddRange(inventory.Volumes.Where(v => v.Store.Root.Evidence == evidence));
        part.Networks.AddRange(inventory.Networks.Where(n => n.Store.Root.Evidence == evidence));
        part.Leftovers.AddRange(inventory.Leftovers.Where(l => l.Origin.Evidence == evidence));
        part.LoggedOnly.AddRange(inventory.LoggedOnly.Where(c => c.Store.Root.Evidence == evidence));
        part.NodeFiles.AddRange(inventory.NodeFiles.Where(f => f.Origin.Evidence == evidence));
        part.Builds.AddRange(inventory.Builds.Where(b => b.Store.Root.Evidence == evidence));
        part.BuildCache.AddRange(inventory.BuildCache.Where(c => c.Store.Root.Evidence == evidence));
        part.EngineEvents.AddRange(inventory.EngineEvents.Where(e => e.Store.Root.Evidence == evidence));
        part.Places.AddRange(inventory.Places.All.Where(p => p.Entry.Source.Name == evidence));
        part.Blobs.AddRange(inventory.Blobs.Where(b => b.Entry.Source.Name == evidence));
        part.Recovered.AddRange(inventory.Recovered, evidence);
        part.Hosts.AddRange(inventory.Hosts.Where(h => h.Root.Evidence == evidence));
        return part;
    }
}
