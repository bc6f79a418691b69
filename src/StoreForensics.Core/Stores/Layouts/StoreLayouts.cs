using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Layouts;

/// <summary>Says of every store which file holds what, in the order in which one would look, each with an example out of the evidence.</summary>
public static class StoreLayouts
{
    /// <summary>By store, then in the order of looking.</summary>
    /// <param name="inventory">What was read.</param>
    /// <param name="sources">The evidence.</param>
    public static IReadOnlyList<LayoutFact> Of(Inventory inventory, IReadOnlyList<IEvidenceSource> sources)
    {
        var facts = new List<LayoutFact>();
        foreach (StoreInfo store in inventory.Stores)
        {
            LayoutScope[] scopes = [.. Scopes(inventory, store, sources)];
            for (int i = 0; i < scopes.Length; i++)
                facts.AddRange(Places(store).Select(p => Fact(scopes[i], i == 0 ? p : p with { IsToldAlways = false, Search = null })).OfType<LayoutFact>()
                    .Where(f => !facts.Contains(f)));
        }
        return facts;
    }

    /// <summary>What a file or directory of a store is for; null where no store knows it.</summary>
    /// <param name="inventory">What was read.</param>
    /// <param name="source">The evidence.</param>
    /// <param name="node">The file or directory.</param>
    public static LayoutFact? At(Inventory inventory, IEvidenceSource source, int node)
    {
        (LayoutScope Scope, LayoutPlace Place, int Names)? best = null;
        foreach (StoreInfo store in inventory.Stores)
        {
            if (Scopes(inventory, store, [source]).FirstOrDefault(s => IsBelow(source.Tree, node, s.Root)) is not { } scope)
                continue;
            string[] path = Encoding.UTF8.GetString(source.Tree.PathOf(node, scope.Root).Bytes).Split('/', StringSplitOptions.RemoveEmptyEntries);
            foreach (LayoutPlace place in Places(store).Where(p => p.Search is null))
            {
                if (LayoutPattern.Covers(place.Pattern, path) is var names && names > (best?.Names ?? 0))
                    best = (scope, place, names);
            }
        }
        return best is { } found ? Fact(found.Scope, found.Place, node) : null;
    }

    private static IEnumerable<LayoutPlace> Places(StoreInfo store) => StoreEngines.All.SelectMany(e => e.Layout(store));

    // The store's root; and where its containers lie elsewhere, as dockerd's do when containerd keeps the images, the root of those.
    private static IEnumerable<LayoutScope> Scopes(Inventory inventory, StoreInfo store, IReadOnlyList<IEvidenceSource> sources)
    {
        if (Scope(inventory, store, sources) is not { } scope)
            yield break;
        yield return scope;
        if (scope.Names.Container?.Directory is { } own && own.Source == scope.Files.Source && !IsBelow(own.Tree, own.Node, scope.Root)
            && own.Facts.Parent is var containers && own.Tree.Name(containers).SequenceEqual("containers"u8))
            yield return scope with { Root = own.Tree[containers].Parent };
    }

    // Null where the store's own files are not in reach here.
    private static LayoutScope? Scope(Inventory inventory, StoreInfo store, IReadOnlyList<IEvidenceSource> sources)
    {
        foreach (IEvidenceSource source in sources.Where(s => s.Name == store.Root.Evidence))
        {
            ReadOnlySpan<byte> path = store.Root.Path.Bytes, prefix = source.OriginPrefix.Span;
            if (!path.StartsWith(prefix) || source.Tree.Find(EvidenceTree.Root, path[prefix.Length..]) is var root && root == EvidenceTree.None)
                continue;
            return new LayoutScope(new EvidenceFiles(source, new ProblemLog()), root, store, inventory, LayoutNames.Of(inventory, store));
        }
        return null;
    }

    private static LayoutFact? Fact(LayoutScope scope, LayoutPlace place)
    {
        int node = place.Search is { } search ? search(scope) : LayoutPattern.First(scope, place.Pattern);
        if (node != EvidenceTree.None)
            return Fact(scope, place, node) with { Count = place.Search is null ? LayoutPattern.Count(scope, place.Pattern) : null };
        if (!place.IsToldAlways)
            return null;
        string would = LayoutPattern.Shown(place.Pattern, scope.Names);
        string root = scope.Store.Root.Path.IsEmpty ? "" : scope.Store.Root.Path.ToString() + "/";
        var origin = new Origin(scope.Store.Root.Evidence, new EvidencePath(Encoding.UTF8.GetBytes(root + would)));
        return new LayoutFact(scope.Store, place.Title, place.Says, origin) { IsThere = false };
    }

    private static LayoutFact Fact(LayoutScope scope, LayoutPlace place, int node)
    {
        LayoutValue? value = place.Read?.Invoke(scope, node);
        return new LayoutFact(scope.Store, place.Title, place.Says, scope.Files.Origin(node)) { Key = value?.Key, Value = value?.Value };
    }

    private static bool IsBelow(EvidenceTree tree, int node, int root)
    {
        for (int at = node; at != EvidenceTree.Root; at = tree[at].Parent)
        {
            if (at == root)
                return true;
        }
        return root == EvidenceTree.Root;
    }
}
