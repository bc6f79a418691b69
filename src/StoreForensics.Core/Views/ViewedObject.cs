using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Views;

/// <summary>What a user looks into: an image or a container, whose view is all its layers merged, or one layer, whose files are its own alone.</summary>
public sealed class ViewedObject
{
    private const string LayerPrefix = "layer:";

    private readonly Dictionary<Layer, int> _steps = [];

    private ViewedObject(string name, Origin origin, Layer? top, Image? image, bool isLayer)
    {
        (Name, Origin, Top, IsLayer) = (name, origin, top, isLayer);
        foreach (BuildStep step in image?.Steps ?? [])
        {
            if (step.Layer is { } layer)
                _steps[layer] = step.Number;
        }
    }

    private ViewedObject(ViewedObject whole, Layer layer)
    {
        (Name, Origin, Top, IsLayer) = ("layer " + layer.Id, layer.Origin, layer, true);
        _steps = whole._steps;
    }

    public string Name { get; }

    public Origin Origin { get; }

    /// <summary>The uppermost layer; null when none is known.</summary>
    public Layer? Top { get; }

    /// <summary>Whether there is nothing to look into and nothing is missing: an image without layers.</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>Whether only the layer's own files are meant.</summary>
    public bool IsLayer { get; }

    /// <summary>Whether it is the evidence's own tree, which no store made: there are no layers, and every fact of a name is told.</summary>
    public bool IsHost { get; private init; }

    /// <summary>What must be said with whatever is shown of it; null: nothing.</summary>
    public string? Remark { get; private init; }

    /// <summary>The layers that are looked into, nearest first.</summary>
    public IEnumerable<Layer> Layers => Top is null ? [] : IsLayer ? [Top] : Top.Shown();

    /// <summary>The layer's own directory or the merged view; null when nothing is in reach.</summary>
    public ViewDirectory? Root => IsLayer ? ViewDirectory.OwnRootOf(Top) : ViewDirectory.RootOf(Top);

    /// <summary>A file's own entry, or what a directory holds: of a layer only what it changed.</summary>
    /// <exception cref="UsageException">The path is not in the view.</exception>
    public IEnumerable<ListedEntry> List(ReadOnlySpan<byte> path, bool recursive)
    {
        if (Root is not { } root)
            return [];
        return IsLayer && Top!.Files!.IsWholeTree ? ViewListing.OfChanges(Top, path, recursive) : ViewListing.Of(root, path, recursive);
    }

    /// <summary>The same as rows: all of the host's tree begin with its root, which has facts as other directories have.</summary>
    /// <exception cref="UsageException">The path is not in the view.</exception>
    public IEnumerable<ListedEntry> Rows(ReadOnlySpan<byte> path, bool recursive)
    {
        IEnumerable<ListedEntry> listed = List(path, recursive);
        return IsHost && recursive && Root is { } root && path.Trim((byte)'/').IsEmpty ? listed.Prepend(ViewListing.FindListed(root, "/"u8)) : listed;
    }

    /// <summary>The regular files that the object's layers have at a path, nearest first; of a whole tree only where it differs from the layer below.</summary>
    public IReadOnlyList<ViewEntry> Versions(byte[] path) =>
        [.. Layers.Select(layer => VersionIn(layer, path)).OfType<ViewEntry>().Where(entry => !IsUnchanged(entry, path))];

    /// <summary>The regular file that one of the object's layers, named as the user did, has at a path; null when it has none.</summary>
    /// <exception cref="UsageException">No such layer, or several.</exception>
    public ViewEntry? Version(string layer, byte[] path) =>
        VersionIn(LayerNamed(layer), path);

    /// <summary>The layer that took a path away which the view below it has; null when none did, or the view still has it.</summary>
    public Layer? DeletedBy(byte[] path)
    {
        if (IsLayer || IsHost || Shows(Top, path))
            return null;
        return Layers.FirstOrDefault(layer => Shows(layer.ShownBelow, path));
    }

    private static bool Shows(Layer? layer, byte[] path) => ViewDirectory.RootOf(layer) is { } root && ViewListing.TryFind(root, path) is not null;

    /// <summary>One layer of the object by itself: its own files, with the object's build steps.</summary>
    public ViewedObject InLayer(Layer layer) => new(this, layer);

    /// <summary>The same of a layer named as the user did.</summary>
    /// <exception cref="UsageException">No such layer, or several.</exception>
    public ViewedObject InLayer(string layer) => InLayer(LayerNamed(layer));

    /// <summary>Whether a path, or something below it, is among what <see cref="List"/>
    /// gives: of a whole tree only what differs from the layer below.</summary>
    public bool Holds(byte[] path) => !(IsLayer && Top?.Files is { IsWholeTree: true }) || path.AsSpan().Trim((byte)'/').IsEmpty
        || List(path, recursive: true).Any();

    private Layer LayerNamed(string layer) => InventoryLookup.One(layer, "layer in " + Name, [.. (Top?.Stack() ?? []).Named(layer)], l => l.Id);

    private static ViewEntry? VersionIn(Layer layer, byte[] path) =>
        ViewDirectory.OwnRootOf(layer) is { } root && ViewListing.TryFind(root, path) is { Facts.Kind: EntryKind.File } file ? file : null;

    private static bool IsUnchanged(ViewEntry entry, byte[] path) =>
        entry.Layer.Files!.IsWholeTree && ViewDirectory.RootOf(entry.Layer.Parent) is { } root && ViewListing.TryFind(root, path) is { } below
            && !EntryComparison.Differs(entry, below);

    /// <summary>The number of the build step that a layer came from, in this image or the container's; null for a container's own layers.</summary>
    public int? StepOf(Layer layer) => _steps.TryGetValue(layer, out int number) ? number : layer.Containers.Count == 0 && _steps.Count == 0
        ? layer.Step?.Number : null;

    /// <summary>
    /// By name first, then by id or prefix of an id. A layer that an image or container of the same id has made is that image or container, unless it is asked
    /// for as <c>layer:ID</c>.
    /// </summary>
    /// <exception cref="UsageException">None or several match; the message lists the candidates.</exception>
    public static ViewedObject Find(Inventory inventory, string name)
    {
        List<ViewedObject> found = [.. InventoryLookup.Once(inventory.ImagesNamed(name)).Select(Of), .. inventory.ContainersNamed(name).Select(Of)];
        if (found.Count == 0)
        {
            Image[] images = [.. inventory.Images.Where(i => InventoryLookup.IdMatches(i.Id, name))];
            Container[] containers = [.. inventory.Containers.Where(c => InventoryLookup.IdMatches(c.Id, name))];
            HashSet<string> taken = [.. images.Select(i => i.Id), .. containers.Select(c => c.Id)];
            found = [.. InventoryLookup.Once(images).Select(Of), .. containers.Select(Of),
                .. inventory.Layers.Named(name).Where(l => !taken.Contains(l.Id)).Select(Of)];
        }
        if (found.Count == 0 && name.StartsWith(LayerPrefix, StringComparison.Ordinal))
            return Of(InventoryLookup.One(name, "layer", [.. inventory.Layers.Named(name[LayerPrefix.Length..])], l => $"layer {l.Id} (store {l.Store.Name})"));
        if (found.Count == 0)
            inventory.TellTags(name, "image, container or layer");
        return InventoryLookup.One(name, "image, container or layer", found, o => $"{o.Name} (store {o.Top?.Store.Name})");
    }

    /// <param name="name">As the user names it.</param>
    /// <param name="tree">Stands for the evidence: its files are the tree.</param>
    internal static ViewedObject OfHost(string name, Layer tree) => new(name, tree.Origin, tree, null, isLayer: false) { IsHost = true };

    internal static ViewedObject Of(Image image) => new("image " + image.Id, image.Origin, image.Layers.LastOrDefault(), image, isLayer: false)
    {
        IsEmpty = image.Layers.Count == 0 && image.IsWithoutLayers,
    };

    internal static ViewedObject Of(Container container) =>
        new("container " + container.Id, container.Origin, container.Rootfs?.View ?? container.Layer, container.Image, isLayer: false)
        {
            Remark = container.Rootfs is { } rootfs ? $"{DisplayText.Escape(container.DisplayName)} has no image: {rootfs.Words}" : null,
        };

    internal static ViewedObject Of(Layer layer) => new("layer " + layer.Id, layer.Origin, layer, null, isLayer: true);
}
