using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

/// <summary>
/// Has the engines read what was deleted from their stores, at the paths where those are: a removed container is what its own files say, and is joined to what
/// is there by the ids in them. Problems of that reading are not told: what was deleted is expected to have gaps.
/// </summary>
public static class RecoveredReader
{
    /// <param name="sources">The deleted files of an evidence; the first has the best and latest of each path, and is what is read.</param>
    /// <param name="inventory">What is there, read before; gets <see cref="Inventory.Recovered"/>.</param>
    public static void Read(IReadOnlyList<IRecoveredSource> sources, Inventory inventory)
    {
        inventory.Recovered.Sources.AddRange(sources);
        IRecoveredSource source = sources[0];
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
            inventory.Recovered.Containers.Add(container);
            foreach (Layer layer in new[] { container.InitLayer, container.Layer }.OfType<Layer>().Where(l => l.Files is not null))
            {
                layer.Parent = null; // only what was recovered: what lay below is the image's, and is there
                layer.Recovery = layer.Files is { } files ? source.RecoveryOf(files.Root) ?? recovery : recovery;
                inventory.Recovered.Layers.Add(layer);
            }
        }
    }

    // Only whole ones: the bytes of a configuration have the digest that is the image's id.
    private static void TakeImages(IRecoveredSource source, Inventory found, StoreInfo[] stores, Inventory inventory)
    {
        HashSet<string> there = [.. inventory.Images.Select(i => i.Id)];
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
