using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.ContainersStorage.Images;

/// <summary>The layers of one image, as the index of layers stacks them: what its configuration lists is looked for among these alone.</summary>
internal sealed class ImageLayers : IChainLayers
{
    private readonly Layer[] _stack;
    private readonly Dictionary<string, Layer> _byChain = new(StringComparer.Ordinal);
    private readonly ProblemLog _problems;

    /// <param name="top">Null where the image has none, or its layers are not in the evidence.</param>
    /// <param name="problems">Told of layers that the configuration lists and the index does not have.</param>
    public ImageLayers(Layer? top, ProblemLog problems)
    {
        _problems = problems;
        _stack = [.. (top?.Stack() ?? []).Reverse()];
        foreach (Layer layer in _stack)
        {
            if (layer.ChainId is { } chain)
                _byChain.TryAdd(chain, layer);
        }
    }

    public int Count => _stack.Length;

    public Layer? Find(string? chainId) => chainId is null ? null : _byChain.GetValueOrDefault(chainId);

    public long? SizeOf(string? chainId) => Find(chainId)?.RecordedSize;

    public void Missing(Image image, string chainId)
    {
        if (_stack.Length > 0)
            _problems.Damage("SF-STORAGE-0006", image.Origin,
                $"the configuration lists a layer (chain {chainId}) that the index does not have under the image's top layer: one of the two was altered");
    }

    /// <summary>Gives the image all layers of its stack.</summary>
    public void TakeAll(Image image)
    {
        image.Layers.Clear();
        foreach (Layer layer in _stack)
        {
            image.Layers.Add(layer);
            if (!layer.Images.Contains(image))
                layer.Images.Add(image);
        }
        image.TotalSize ??= _stack.Length > 0 && _stack.All(l => l.RecordedSize is not null) ? _stack.Sum(l => l.RecordedSize!.Value) : null;
    }
}
