using System.Globalization;
using Scriban.Runtime;
using StoreForensics.Model;

namespace StoreForensics.Reports.Html;

/// <summary>
/// Where in the page each object stands. Anchors are numbers by place in the inventory, never text of the evidence: nothing hostile gets into an address.
/// </summary>
internal sealed class Anchors
{
    private readonly Dictionary<object, string> _byObject = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Kind, string Store, string Id), string> _byId = [];
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    public Anchors(Inventory inventory)
    {
        foreach (Image image in inventory.Images)
            Add(image, "image", image.Store.Name, image.Id, string.Join(", ", image.DisplayNames.Take(3)));
        foreach (Container container in inventory.Containers)
            Add(container, "container", container.Store.Name, container.Id, container.DisplayName);
        foreach (Layer layer in inventory.Layers)
            Add(layer, "layer", layer.Store.Name, layer.Id, Short(layer.Id));
        foreach (Volume volume in inventory.Volumes)
            Add(volume, "volume", volume.Store.Name, volume.Name, Short(volume.Name));
        foreach (Network network in inventory.Networks)
            Add(network, "network", network.Store.Name, network.Id, network.Name ?? Short(network.Id));
    }

    /// <summary>The id of the object's element; null when it is not in the inventory.</summary>
    public string? Of(object? thing) => thing is null ? null : _byObject.GetValueOrDefault(thing);

    /// <summary>The same by the words of an event: <c>image</c>, <c>container</c>, <c>layer</c> or <c>volume</c>, its store and full id.</summary>
    public string? Find(string kind, string store, string id) => _byId.GetValueOrDefault((kind, store, id));

    /// <summary>What an anchor is called.</summary>
    public string Label(string anchor) => _labels[anchor];

    /// <summary>A link for templates; plain text where there is nothing to link to.</summary>
    public ScriptObject Link(object? thing, string text) => LinkTo(Of(thing), text);

    /// <inheritdoc cref="Link"/>
    public static ScriptObject LinkTo(string? anchor, string text) => new() { ["href"] = anchor is null ? null : "#" + anchor, ["text"] = text };

    /// <summary>An id short enough for a table; <c>-init</c> and the like stay.</summary>
    public static string Short(string id)
    {
        string hex = id.StartsWith("sha256:", StringComparison.Ordinal) ? id[7..] : id;
        int digits = 0;
        while (digits < hex.Length && char.IsAsciiHexDigit(hex[digits]))
            digits++;
        return digits <= 12 ? hex : string.Concat(hex.AsSpan(0, 12), hex.AsSpan(digits));
    }

    private void Add(object thing, string kind, string store, string id, string label)
    {
        string anchor = string.Create(CultureInfo.InvariantCulture, $"{kind}-{_byObject.Count}");
        if (!_byObject.TryAdd(thing, anchor))
            return;
        _byId.TryAdd((kind, store, id), anchor);
        _labels[anchor] = label;
    }
}
