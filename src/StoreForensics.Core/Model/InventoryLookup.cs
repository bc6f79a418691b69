using System.IO.Enumeration;
using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>Finds what the user named: an image by reference, id or prefix; a container
/// by name, id or prefix. Ambiguous and unknown names are usage errors.</summary>
public static class InventoryLookup
{
    private const string Init = "-init";

    // As many tags are named where one is not there.
    private const int MaxTags = 20;

    // Between the name of a store and that of an image in it, where several stores have the image.
    private const string StoreMark = "::";

    /// <exception cref="UsageException">None or several match; the message lists the candidates.</exception>
    public static Image FindImage(this Inventory inventory, string name)
    {
        IEnumerable<Image> byName = inventory.ImagesNamed(name);
        IEnumerable<Image> byId = inventory.Images.Where(i => HasId(i, name));
        // One image in several namespaces of a containerd is the same in each.
        List<Image> found = [.. Once(First(byName, byId)).DistinctBy(i => i.ContainerdNamespace is null ? (object)i : (i.Store.Root, i.Id))];
        if (found.Count == 0)
            inventory.TellTags(name, "image");
        return One(name, "image", found, i =>
            $"{i.Id} ({string.Join(", ", i.DisplayNames)}, store {i.Store.Name} in {i.Store.Root.Evidence}): {i.Store.Name}{StoreMark}{name}");
    }

    /// <inheritdoc cref="FindImage"/>
    public static Container FindContainer(this Inventory inventory, string name)
    {
        string wanted = name.TrimStart('/');
        IEnumerable<Container> byName = inventory.ContainersNamed(name);
        IEnumerable<Container> byId = inventory.Containers.Where(c => IdMatches(c.Id, wanted));
        return One(name, "container", First(byName, byId), c => $"{c.Id} ({c.DisplayName}, store {c.Store.Name} in {c.Store.Root.Evidence})");
    }

    /// <summary>As <see cref="FindContainer"/>, and where no store has such a container, one of which only logs are left.</summary>
    /// <exception cref="UsageException">None or several match; the message lists the candidates.</exception>
    public static Container FindLogged(this Inventory inventory, string name)
    {
        List<Container> logged = [.. PodNames.Newest(inventory.LoggedOnly.Where(c => PodNames.Matches(c, name.TrimStart('/'))))];
        bool isKnown = logged.Count == 0 || inventory.ContainersNamed(name).Any() || inventory.Containers.Any(c => IdMatches(c.Id, name.TrimStart('/')));
        return isKnown ? inventory.FindContainer(name) : One(name, "container", logged, c => $"{c.DisplayName} (only logs are left, in {c.Origin.Evidence})");
    }

    /// <summary>Images of that name or id in any evidence of the case: a name may stand for another image on each host, but for one on each only.</summary>
    /// <exception cref="UsageException">None has it, or several of one evidence match.</exception>
    public static IReadOnlyList<Image> FindImages(this Inventory inventory, string name) =>
        IsGlob(name) && inventory.Images.FindAll(i => i.DisplayNames.Any(n => Matches(name, n))) is { Count: > 0 } matching ? matching
        : OnEach(inventory, i => i.FindImage(name), i => i.ImagesNamed(name).Any() || i.Images.Any(image => HasId(image, name)));

    /// <inheritdoc cref="FindImages"/>
    /// <remarks>A container of a pod that is named, not given by its id, stands for all of its attempts.</remarks>
    public static IReadOnlyList<Container> FindContainers(this Inventory inventory, string name)
    {
        string wanted = name.TrimStart('/');
        if (IsGlob(wanted) && inventory.Containers.FindAll(c => Matches(wanted, c.DisplayName)) is { Count: > 0 } matching)
            return matching;
        List<Container> removed = [.. inventory.Recovered.Containers.Where(c => c.Name == wanted || IdMatches(c.Id, wanted))];
        if (removed.Count > 0 && !inventory.ContainersNamed(name).Any() && !inventory.Containers.Any(c => IdMatches(c.Id, wanted)))
            return removed;
        List<Container> found = OnEach(inventory, i => i.FindContainer(name),
            i => i.ContainersNamed(name).Any() || i.Containers.Any(c => IdMatches(c.Id, wanted)));
        return [.. found.SelectMany(one => PodNames.Matches(one, wanted)
            ? inventory.Containers.Where(c => c.Store.Root == one.Store.Root && c.Name == one.Name && PodNames.Matches(c, wanted)) : [one])];
    }

    /// <summary>Of a name that nothing has: which tags its repository has.</summary>
    /// <exception cref="UsageException">It has some.</exception>
    internal static void TellTags(this Inventory inventory, string name, string what)
    {
        if (inventory.TagsBeside(name) is { Length: > 0 } tags)
            throw new UsageException($"no such {what}: {DisplayText.Escape(name)}; there is {string.Join(", ", tags.Select(t => DisplayText.Escape(t)))}");
    }

    // The references of the repository that a name without such a tag has; those of its last part where no repository is called so.
    private static string[] TagsBeside(this Inventory inventory, string name)
    {
        int colon = name.LastIndexOf(':');
        string repository = colon > name.LastIndexOf('/') ? name[..colon] : name;
        return [.. inventory.Images.SelectMany(i => i.References)
            .Where(r => r.Tag is not null && (r.Repository == repository || r.Repository.EndsWith("/" + repository, StringComparison.Ordinal)))
            .Select(r => r.ToString()).Distinct().Order(StringComparer.Ordinal).Take(MaxTags)];
    }

    // A name without a tag, as archives may have it, is meant only where nothing has it as Docker would understand it.
    internal static IEnumerable<Image> ImagesNamed(this Inventory inventory, string name)
    {
        if (OfStore(inventory, name) is var (store, rest))
            return inventory.Images.Where(i => i.Store == store && (i.References.Any(r => Names(r, rest)) || IdMatches(i.Id, rest)));
        Image[] named = [.. inventory.Images.Where(i => i.References.Any(r => Names(r, name)))];
        return named.Length > 0 ? named : inventory.Images.Where(i => !i.Store.HasHostTimes && i.References.Any(r => r.Tag is null && r.Repository == name));
    }

    internal static IEnumerable<Container> ContainersNamed(this Inventory inventory, string name)
    {
        string wanted = name.TrimStart('/');
        Container[] whole = [.. inventory.Containers.Where(c => c.Id == wanted || (c.Pod?.Namespace is null && c.Name == wanted))];
        // What is there is meant before what is not any more.
        if (Array.Exists(whole, c => c.Recovery is null))
            whole = Array.FindAll(whole, c => c.Recovery is null);
        return whole.Concat(PodNames.Newest(inventory.Containers.Where(c => PodNames.Matches(c, wanted))).Except(whole));
    }

    /// <summary>
    /// The layers of that id, chain id or diff id, or else those whose id begins so. A whole id is that layer's alone, though it is the beginning of another's,
    /// as with <c>&lt;id&gt;-init</c>; a part of an id that a container's layer has means that layer, and its <c>-init</c> only where that alone is there.
    /// </summary>
    internal static IReadOnlyList<Layer> Named(this IEnumerable<Layer> layers, string name)
    {
        Layer[] all = [.. layers];
        Layer[] whole = [.. all.Where(l => l.Id == name || l.ChainId == name || l.DiffId == name)];
        if (whole.Length > 0)
            return Once(whole);
        Layer[] begun = [.. Once([.. all.Where(l => IdMatches(l.Id, name))])];
        HashSet<(StoreInfo, string)> inits = [.. begun.Select(l => (l.Store, l.Id + Init))];
        return [.. begun.Where(l => !inits.Contains((l.Store, l.Id)))];
    }

    /// <summary>Without what archives have of an image that a store of the same evidence has: it is the same, and is asked for by its store.</summary>
    internal static IEnumerable<Image> Once(IEnumerable<Image> images)
    {
        Image[] all = [.. images];
        return all.Where(i => i.Store.HasHostTimes || !all.Any(o => o != i && o.Id == i.Id && o.Store.Root.Evidence == i.Store.Root.Evidence
            && (o.Store.HasHostTimes || Array.IndexOf(all, o) < Array.IndexOf(all, i))));
    }

    private static (StoreInfo Store, string Name)? OfStore(Inventory inventory, string name)
    {
        int at = name.LastIndexOf(StoreMark, StringComparison.Ordinal);
        return at > 0 && inventory.Stores.Find(s => s.Name == name[..at]) is { } store ? (store, name[(at + StoreMark.Length)..]) : null;
    }

    // One tar over different layers has one id.
    private static Layer[] Once(Layer[] layers) => [.. layers.Where(l => l.Twin is null || !layers.Contains(l.Twin))];

    private static bool Names(ImageReference reference, string name)
    {
        if (name == reference.ToString() || name == $"{reference.Repository}@{reference.Digest}")
            return true;
        return name == reference.Repository && reference.Tag == "latest";
    }

    private static bool HasId(Image image, string name) => IdMatches(image.Id, name) || image.EarlierRecords.Exists(r => IdMatches(r.Id, name));

    internal static bool IdMatches(string id, string name)
    {
        const string algorithm = "sha256:";
        string bare = id.StartsWith(algorithm, StringComparison.Ordinal) ? id[algorithm.Length..] : id;
        string wanted = name.StartsWith(algorithm, StringComparison.Ordinal) ? name[algorithm.Length..] : name;
        return wanted.Length >= 1 && bare.StartsWith(wanted, StringComparison.Ordinal);
    }

    // No name of an image or a container has these characters.
    private static bool IsGlob(string name) => name.AsSpan().ContainsAny('*', '?');

    private static bool Matches(string glob, string name) => FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: false);

    // What no evidence has is looked for in the whole, so that the error is the same.
    private static List<T> OnEach<T>(Inventory inventory, Func<Inventory, T> find, Func<Inventory, bool> has)
    {
        List<T> found = [.. inventory.Stores.Select(s => s.Root.Evidence).Distinct(StringComparer.Ordinal).Select(inventory.In).Where(has).Select(find)];
        return found.Count > 0 ? found : [find(inventory)];
    }

    private static List<T> First<T>(IEnumerable<T> byName, IEnumerable<T> byId)
    {
        List<T> named = [.. byName];
        return named.Count > 0 ? named : [.. byId];
    }

    internal static T One<T>(string name, string what, List<T> found, Func<T, string> describe)
    {
        if (found.Count == 1)
            return found[0];
        if (found.Count == 0)
            throw new UsageException($"no such {what}: {DisplayText.Escape(name)}");
        string candidates = string.Join("\n  ", found.Take(20).Select(f => DisplayText.Escape(describe(f))));
        throw new UsageException($"{DisplayText.Escape(name)} is ambiguous; it could be\n  {candidates}");
    }
}
