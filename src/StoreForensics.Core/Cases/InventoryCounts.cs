using StoreForensics.Model;

namespace StoreForensics.Cases;

/// <summary>How many of what there is. Whatever prints such a number takes it from here, so that outputs do not count differently.</summary>
public sealed record InventoryCounts
{
    private InventoryCounts(Inventory inventory, StoreInfo? of)
    {
        // One image in two stores or namespaces of an evidence is one image with two records.
        Image[][] images = [.. inventory.Images.Where(i => i.Recovery is null && IsWanted(i.Store))
            .GroupBy(i => (i.Store.Root.Evidence, i.Id)).Select(g => g.ToArray())];
        Layer[] layers = [.. inventory.Layers.Where(l => IsWanted(l.Store))];
        Container[] containers = [.. inventory.Containers.Where(c => IsWanted(c.Store))];
        Volume[] volumes = [.. inventory.Volumes.Where(v => IsWanted(v.Store))];
        Stores = of is null ? inventory.Stores.Count : 1;
        Images = images.Length;
        TaggedImages = images.Count(i => i.Any(r => r.References.Count > 0));
        DanglingImages = images.Count(i => i.All(r => r.IsDangling));
        IntermediateImages = images.Length - TaggedImages - DanglingImages;
        Layers = layers.Length;
        LayersByRole = layers.GroupBy(l => l.Role).ToDictionary(g => g.Key, g => g.Count());
        Containers = containers.Length;
        RunningContainers = containers.Count(c => c.State == "running");
        Volumes = volumes.Length;
        UnusedVolumes = volumes.Count(v => v.Containers.Count == 0);
        Networks = inventory.Networks.Count(n => IsWanted(n.Store));
        Leftovers = of is null ? inventory.Leftovers.Count : null;

        bool IsWanted(StoreInfo store) => of is null || ReferenceEquals(store, of);
    }

    public int Stores { get; }

    /// <summary>All of them: <see cref="TaggedImages"/>, <see cref="DanglingImages"/> and <see cref="IntermediateImages"/> together.</summary>
    public int Images { get; }

    public int TaggedImages { get; }

    public int DanglingImages { get; }

    public int IntermediateImages { get; }

    /// <summary>Every directory of a driver.</summary>
    public int Layers { get; }

    /// <summary>Roles of which there is no layer are left out.</summary>
    public IReadOnlyDictionary<LayerRole, int> LayersByRole { get; }

    public int Containers { get; }

    public int RunningContainers { get; }

    public int Volumes { get; }

    /// <summary>Of no container.</summary>
    public int UnusedVolumes { get; }

    public int Networks { get; }

    /// <summary>Null of one store: they are the evidence's.</summary>
    public int? Leftovers { get; }

    /// <summary>The kinds of images that there are, with their numbers.</summary>
    public IEnumerable<(int Count, string Kind)> ImageKinds =>
        ((int Count, string)[])[(TaggedImages, "tagged"), (DanglingImages, "dangling"), (IntermediateImages, "intermediate")];

    /// <summary>Of a whole case, or of one evidence's part of it.</summary>
    public static InventoryCounts Of(Inventory inventory) => new(inventory, null);

    /// <summary>Of one of its stores.</summary>
    public static InventoryCounts Of(Inventory inventory, StoreInfo store) => new(inventory, store);

    /// <summary>Layers of one role.</summary>
    public int Of(LayerRole role) => LayersByRole.GetValueOrDefault(role);
}
