using System.Text;
using StoreForensics.Model;

namespace StoreForensics.Stores.Layouts;

/// <summary>The image, container and volume that the example follows, so that what is said of one file leads to the next.</summary>
internal sealed class LayoutNames
{
    private const string Algorithm = "sha256:";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    private LayoutNames(Image? image, Container? container) => (Image, Container) = (image, container);

    /// <summary>A tagged one with layers, else any; null where the store has none.</summary>
    public Image? Image { get; }

    /// <summary>One with a layer of its own, else any; null where the store has none.</summary>
    public Container? Container { get; }

    public static LayoutNames Of(Inventory inventory, StoreInfo store)
    {
        Image[] images = [.. inventory.Images.Where(i => i.Store == store && i.Recovery is null)];
        Container[] containers = [.. inventory.Containers.Where(c => c.Store == store && c.Recovery is null && c.Id.Length > 0)];
        Image? image = Array.Find(images, i => i.References.Any(r => r.Tag is not null) && i.Layers.Count > 0) ?? images.FirstOrDefault();
        Container? container = Array.Find(containers, c => c.InitLayer is not null && c.Image is not null)
            ?? Array.Find(containers, c => c.Layer is not null) ?? containers.FirstOrDefault();
        var names = new LayoutNames(image, container);
        names.Add("driver", store.Driver);
        names.Add("image", Bare(image?.Id));
        names.Add("config", Configuration(image));
        names.Add("layer", image?.Layers.LastOrDefault()?.Id);
        names.Add("chain", Bare(image?.Layers.LastOrDefault()?.ChainId));
        names.Add("diff", Bare(image?.Layers.LastOrDefault()?.DiffId));
        names.Add("container", container?.Id);
        names.Add("own", container?.Layer?.Id);
        names.Add("init", container?.InitLayer?.Id);
        names.Add("volume", inventory.Volumes.Find(v => v.Store == store)?.Name);
        return names;
    }

    /// <summary>What a name in braces stands for; null where the store has nothing of the kind.</summary>
    public string? this[string name] => _names.GetValueOrDefault(name);

    // Where an image's id is that of an index or a manifest, its configuration is another blob: the file that describes it.
    private static string? Configuration(Image? image) =>
        image?.Record is { } record && Encoding.UTF8.GetString(record.Tree.Name(record.Node)) is { Length: 64 } name ? name : Bare(image?.Id);

    private void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _names.Add(name, value);
    }

    private static string? Bare(string? digest) => digest?.StartsWith(Algorithm, StringComparison.Ordinal) == true ? digest[Algorithm.Length..] : digest;
}
