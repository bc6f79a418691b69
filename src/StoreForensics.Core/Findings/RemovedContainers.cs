using StoreForensics.Evidence;
using StoreForensics.Findings.Rules.Containers;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Findings;

/// <summary>
/// Containers that were removed and are recovered: what their configuration, commands and logs say is looked at as that of others; their files too, where the
/// image that they lay upon is there, for what is new and what was changed cannot be told else.
/// </summary>
internal static class RemovedContainers
{
    private const string Words = " It was removed since; this is of what was recovered.";

    /// <summary>A change of a removed container's own layer.</summary>
    /// <param name="Layer">The layer, upon its image.</param>
    /// <param name="Change">What is left of the change.</param>
    internal readonly record struct RemovedChange(Layer Layer, FileChange Change);

    /// <summary>What removed containers changed of their images, as far as it is recovered. Of whole trees nothing counts as deleted: what is not there was not
    /// recovered.</summary>
    public static IEnumerable<RemovedChange> Changes(Inventory inventory)
    {
        foreach (Container container in inventory.Recovered.Containers.Where(c => c.Layer?.Files is not null && c.Image is { Recovery: null }))
        {
            if (container.Image!.Layers.LastOrDefault(l => l.Files is not null) is not { } image || container.Image.Layers[^1] != image)
                continue;
            Layer own = container.Layer!;
            var layer = new Layer { Id = own.Id, Store = own.Store, Origin = own.Origin, Role = LayerRole.Container, Files = own.Files, Parent = image };
            layer.Containers.Add(container);
            foreach (FileChange change in ViewComparison.Compare(ViewDirectory.RootOf(layer), ViewDirectory.RootOf(image)))
            {
                bool isRecovered = change.Layer == layer && change.Layer.Files!.Source is IRecoveredSource source && source.RecoveryOf(change.Node) is not null;
                if (isRecovered && !(layer.Files!.IsWholeTree && (change.Change == 'D' || IsOfEngine(container, change))))
                    yield return new RemovedChange(layer, change);
            }
        }
    }

    /// <summary>An inventory that has them alone; null where there are none.</summary>
    public static Inventory? Of(Inventory inventory)
    {
        Container[] removed = [.. inventory.Recovered.Containers.Except(inventory.Containers)];
        if (removed.Length == 0)
            return null;
        var alone = new Inventory();
        alone.Stores.AddRange(inventory.Stores);
        alone.Containers.AddRange(removed);
        return alone;
    }

    // What the engine itself put there is in the -init layer, as it is.
    private static bool IsOfEngine(Container container, FileChange change)
    {
        if (container.InitLayer?.Files is not { } init)
            return false;
        int node = init.Tree.Find(init.Root, change.PathBytes.Span.TrimStart((byte)'/'));
        ref readonly EvidenceNode own = ref change.Layer.Files!.Tree[change.Node];
        return node != EvidenceTree.None && init.Tree[node].Kind == own.Kind && init.Tree[node].Size == own.Size && init.Tree[node].Modified == own.Modified;
    }

    private static Recovery? Of(FindingEntry entry) => (entry.Source as IRecoveredSource)?.RecoveryOf(entry.Node);

    /// <summary>Whether a rule asks for a container's configuration alone.</summary>
    public static bool IsAskedOf(IRule rule) => rule is PrivilegedRule or HostNamespaceRule or HostMountRule or CapabilityRule or ConfinementRule;

    /// <summary>The findings, with a word to those that are about such containers alone.</summary>
    public static IReadOnlyList<Finding> Say(IReadOnlyList<Finding> findings, Inventory inventory)
    {
        if (Of(inventory) is not { } removed)
            return findings;
        findings = [.. findings.Select(f => f.Entries is [{ } entry, ..] && Of(entry) is { } recovery
            ? f with { Reason = $"{f.Reason} The file is recovered ({recovery.Word}: {DisplayText.Escape(recovery.Basis)})." } : f)];
        HashSet<string> names = [.. removed.Containers.Select(c => c.DisplayName)];
        names.ExceptWith(inventory.Containers.Select(c => c.DisplayName));
        names.ExceptWith(inventory.Images.SelectMany(i => i.DisplayNames));
        return [.. findings.Select(f => f.Subjects.Count > 0 && f.Subjects.All(names.Contains) ? f with { Reason = f.Reason + Words } : f)];
    }
}
