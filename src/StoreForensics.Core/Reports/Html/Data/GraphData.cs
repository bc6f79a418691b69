using System.Buffers;
using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Html.Data;

/// <summary>
/// What depends on what, for <c>templates/js/graph.js</c>: <c>{"nodes": [[anchor, kind, label]], "edges": [[node, node]]}</c>. Images that Docker lists with
/// their layers, containers with their image, volumes and networks. A container's own layer is in its card.
/// </summary>
internal sealed class GraphData
{
    private const int MaxLabel = 120;

    private readonly ReportScope _scope;
    private readonly Dictionary<object, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Anchor, string Kind, string Label)> _nodes = [];
    private readonly List<(int From, int To)> _edges = [];

    /// <summary>Nodes past <paramref name="maxNodes"/> are left out: nobody reads such a graph, and a browser draws it for minutes.</summary>
    public GraphData(ReportScope scope, int maxNodes = 1500)
    {
        _scope = scope;
        Inventory inventory = scope.Case.Inventory;
        foreach (Container container in inventory.Containers.Take(maxNodes / 2))
            Add(container, "container", container.DisplayName);
        foreach (Image image in inventory.Images.Where(i => !i.IsIntermediate || scope.ContainersByImage[i].Any()))
        {
            if (_nodes.Count + image.Layers.Count < maxNodes)
                Add(image);
        }
        foreach (Volume volume in inventory.Volumes.Take(maxNodes - _nodes.Count))
            Join(Add(volume, "volume", Anchors.Short(volume.Name)), volume.Containers);
        foreach (Network network in inventory.Networks.Take(maxNodes - _nodes.Count))
            Join(Add(network, "network", network.Name ?? Anchors.Short(network.Id)), inventory.Containers.Where(c => IsOn(c, network)));
        foreach (Container container in inventory.Containers)
            Join(container, container.Image);
        LeftOut = inventory.Containers.Count + inventory.Images.Count(i => !i.IsIntermediate) + inventory.Volumes.Count + inventory.Networks.Count
            - _nodes.Count(n => n.Kind != "layer");
    }

    /// <summary>Containers, listed images, volumes and networks that are not drawn.</summary>
    public int LeftOut { get; }

    public bool IsEmpty => _nodes.Count == 0;

    public void WriteTo(HtmlOutput output)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using Utf8JsonWriter json = SafeJson.Writer(bytes);
        json.WriteStartObject();
        json.WriteStartArray("nodes"u8);
        foreach ((string anchor, string kind, string label) in _nodes)
        {
            json.WriteStartArray();
            json.WriteStringValue(anchor);
            json.WriteStringValue(kind);
            json.WriteStringValue(HtmlText.Clean(label, MaxLabel));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("edges"u8);
        foreach ((int from, int to) in _edges)
        {
            json.WriteStartArray();
            json.WriteNumberValue(from);
            json.WriteNumberValue(to);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteMarkup("<script type=\"application/json\" id=\"graph-data\">");
        output.WriteSafe(bytes.WrittenSpan);
        output.WriteMarkup("</script>\n");
    }

    private static bool IsOn(Container container, Network network) => container.Store == network.Store
        && (container.Networks?.Any(n => n.NetworkId == network.Id || (n.NetworkId is null && n.Name == network.Name)) == true
            || network.Connections.Any(c => c.ContainerId == container.Id));

    private void Add(Image image)
    {
        int place = Add(image, "image", string.Join(", ", image.DisplayNames.Take(3)));
        for (int i = image.Layers.Count - 1, above = place; i >= 0; i--)
        {
            bool isNew = !_places.ContainsKey(image.Layers[i]);
            int layer = Add(image.Layers[i], "layer", Anchors.Short(image.Layers[i].Id));
            _edges.Add((above, layer));
            if (!isNew)
                return; // the rest of the chain hangs there already
            above = layer;
        }
    }

    private int Add(object thing, string kind, string label)
    {
        if (!_places.TryGetValue(thing, out int place))
        {
            _places.Add(thing, place = _nodes.Count);
            _nodes.Add((_scope.Anchors.Of(thing) ?? "networks", kind, label));
        }
        return place;
    }

    private void Join(int place, IEnumerable<Container> containers)
    {
        foreach (Container container in containers)
        {
            if (_places.TryGetValue(container, out int other))
                _edges.Add((place, other));
        }
    }

    private void Join(Container container, Image? image)
    {
        if (image is not null && _places.TryGetValue(container, out int from) && _places.TryGetValue(image, out int to))
            _edges.Add((from, to));
    }
}
