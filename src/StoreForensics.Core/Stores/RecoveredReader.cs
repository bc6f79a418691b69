using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Carving;

namespace StoreForensics.Stores;

/// <summary>
/// Has the engines read what was deleted from their stores, at the paths where those are: a removed container is what its own files say, and is joined to what
/// is there by the ids in them. Problems of that reading are not told: what was deleted is expected to have gaps.
/// </summary>
public static class RecoveredReader
{
    /// <param name="sources">The deleted files of an evidence; the first has the best and latest of each path, and is what is read.</param>
    /// <param name="disk">What is there.</param>
    /// <param name="inventory">What is there, read before; gets <see cref="Inventory.Recovered"/>.</param>
    /// <param name="problems">Gets what could not be read; what the reading of the stores told is there once.</param>
    public static void Read(IReadOnlyList<IRecoveredSource> sources, IEvidenceSource disk, Inventory inventory, ProblemLog problems)
    {
        inventory.Recovered.Sources.AddRange(sources);
        foreach (StoreInfo store in inventory.Stores.Where(s => s.Root.Evidence == disk.Name && s.Root.Offset is null
            && s.Root.Path.Bytes.IndexOf(NestedSource.Separator) < 0).ToArray())
        {
            foreach (IStoreEngine engine in StoreEngines.All)
                problems.Contain(store.Root, () => engine.Recover(new EvidenceFiles(disk, problems), sources, store, inventory));
        }
        Read(sources[0], inventory);
    }

    /// <summary>The same of what was found in unused space by what it is, after what came back by its name.</summary>
    /// <param name="disk">What is there.</param>
    /// <param name="unused">What its file systems give to nothing.</param>
    /// <param name="inventory">Gets what is joined to its stores.</param>
    /// <param name="problems">Told how much was searched.</param>
    /// <returns>What was found; null: nothing.</returns>
    internal static IRecoveredSource? ReadUnused(IEvidenceSource disk, IReadOnlyList<(int Root, IUnusedSpace Space)> unused, Inventory inventory,
        ProblemLog problems)
    {
        if (CarvedReader.Read(disk, unused, inventory, problems) is not { } carved)
            return null;
        inventory.Recovered.Sources.Add(carved);
        Read(carved, inventory);
        return carved;
    }

    private static void Read(IRecoveredSource source, Inventory inventory)
    {
        foreach (IGrouping<EvidencePath, StoreInfo> root in inventory.Stores.Where(s => s.Root.Evidence == source.Name && s.Root.Offset is null)
            .GroupBy(s => s.Root.Path).ToArray())
        {
            if (root.Key.Bytes.IndexOf(NestedSource.Separator) < 0)
                Read(source, root.Key, [.. root], inventory);
        }
    }

    private static void Read(IRecoveredSource source, EvidencePath root, StoreInfo[] stores, Inventory inventory)
    {
        var found = new Inventory();
        var problems = new ProblemLog();
        StoreReader.Read(source, root.ToString(), found, problems);
        TakeImages(source, found, stores, inventory);
        HashSet<string> there = [.. inventory.Containers.Where(c => stores.Contains(c.Store)).Select(c => c.Id)];
        there.UnionWith(inventory.Recovered.Containers.Where(c => c.IsConfigKnown && stores.Contains(c.Store)).Select(c => c.Id));
        foreach (Container container in found.Containers.Where(c => !there.Contains(c.Id)))
        {
            // A configuration that calls itself otherwise than its directory is another's: rather no container than a wrong one.
            bool isOther = problems.Sorted().Any(p => p.Code == "SF-CONTAINER-0002" && p.Origin.Path == container.Origin.Path);
            if (isOther || Describe(source, container) is not { } recovery)
                continue;
            StoreInfo? store = stores.FirstOrDefault(s => s.Driver == container.Store.Driver && s.Era == container.Store.Era)
                ?? (stores.Length == 1 ? stores[0] : null);
            container.Recovery = recovery;
            container.Store = store ?? container.Store;
            container.Image = inventory.Images.FirstOrDefault(i => i.Id == container.ImageId && i.Store == store);
            Take(container, inventory);
            foreach (Layer layer in new[] { container.InitLayer, container.Layer }.OfType<Layer>().Where(l => l.Files is not null))
            {
                layer.Parent = null; // only what was recovered: what lay below is the image's, and is there
                layer.Recovery = layer.Files is { } files ? source.RecoveryOf(files.Root) ?? recovery : recovery;
                inventory.Recovered.Layers.Add(layer);
            }
        }
    }

    // One that came back by the name of its directory alone, and now has a configuration, is one container.
    private static void Take(Container container, Inventory inventory)
    {
        int known = inventory.Recovered.Containers.FindIndex(c => c.Id == container.Id && c.Store == container.Store);
        if (known < 0)
        {
            inventory.Recovered.Containers.Add(container);
            return;
        }
        Container named = inventory.Recovered.Containers[known];
        container.Recovery = new Recovery(container.Recovery!.Certainty, $"{container.Recovery.Basis}; {named.Recovery!.Basis}", named.Recovery.Removed);
        (container.Layer, container.InitLayer) = (container.Layer ?? named.Layer, container.InitLayer ?? named.InitLayer);
        foreach (Layer layer in new[] { container.Layer, container.InitLayer }.OfType<Layer>())
        {
            int at = layer.Containers.IndexOf(named);
            if (at >= 0)
                layer.Containers[at] = container;
        }
        inventory.Recovered.Containers[known] = container;
    }

    // Only whole ones: the bytes of a configuration have the digest that is the image's id.
    private static void TakeImages(IRecoveredSource source, Inventory found, StoreInfo[] stores, Inventory inventory)
    {
        HashSet<string> there = [.. inventory.Images.Concat(inventory.Recovered.Images).Select(i => i.Id)];
        foreach (Image image in found.Images.Where(i => !there.Contains(i.Id)))
        {
            int config = source.Tree.Find(EvidenceTree.Root, image.Origin.Path.Bytes);
            if (config == EvidenceTree.None || source.RecoveryOf(config) is not { Certainty: Certainty.Intact } recovery
                || !HasDigest(source, config, image.Id))
                continue;
            image.Recovery = recovery with { Basis = $"by its configuration, whose bytes have the digest that is its id: {recovery.Basis}" };
            image.Store = stores.FirstOrDefault(s => s.Driver == image.Store.Driver && s.Era == image.Store.Era) ?? image.Store;
            inventory.Recovered.Images.Add(image);
        }
    }

    private static bool HasDigest(IRecoveredSource source, int node, string id)
    {
        const string Algorithm = "sha256:";
        try
        {
            return id.StartsWith(Algorithm, StringComparison.Ordinal) && source.Tree[node].Size <= EvidenceFiles.MaxMetadataBytes
                && Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(StoredFile.ReadHead(source, node, (int)source.Tree[node].Size)))
                == id[Algorithm.Length..];
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    // By its configuration, else by what else its directory has.
    private static Recovery? Describe(IRecoveredSource source, Container container)
    {
        if (container.Directory is not { } directory)
            return null;
        int config = source.Tree.Find(EvidenceTree.Root, container.Origin.Path.Bytes);
        Recovery? own = config == EvidenceTree.None ? null : source.RecoveryOf(config);
        Recovery? folder = source.RecoveryOf(directory.Node);
        string words = "by its configuration: ";
        if (own is null || config == directory.Node)
            (own, words) = (Best(source, directory.Node) ?? folder, "by what else its directory had: ");
        if (own is null)
            return null;
        Certainty certainty = container.IsConfigKnown ? own.Certainty : own.Certainty == Certainty.Name ? Certainty.Name : Certainty.Partly;
        string parsed = container.IsConfigKnown ? "; it is whole as JSON" : "; its configuration cannot be read";
        return new Recovery(certainty, words + own.Basis + parsed, folder?.Removed ?? LastRemoved(source, directory.Node));
    }

    // Not that of the configuration alone, which the engine replaces again and again.
    private static Timestamp? LastRemoved(IRecoveredSource source, int directory)
    {
        Timestamp? last = null;
        foreach (int child in source.Tree.Children(directory))
        {
            if (source.RecoveryOf(child)?.Removed is { } time && (last is null || time > last))
                last = time;
        }
        return last;
    }

    private static Recovery? Best(IRecoveredSource source, int directory)
    {
        Recovery? best = null;
        foreach (int child in source.Tree.Children(directory))
        {
            if (source.RecoveryOf(child) is { } recovery && (best is null || recovery.Certainty > best.Certainty))
                best = recovery;
        }
        return best;
    }
}
