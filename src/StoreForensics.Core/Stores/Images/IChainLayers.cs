using StoreForensics.Model;

namespace StoreForensics.Stores.Images;

/// <summary>The layers of a store by chain id, as its records have them.</summary>
internal interface IChainLayers
{
    /// <summary>Null when the store has none of that chain id, or does not say where its files are.</summary>
    Layer? Find(string? chainId);

    /// <summary>Bytes as recorded; null when unknown.</summary>
    long? SizeOf(string? chainId);

    /// <summary>Told of a layer that an image lists and <see cref="Find"/> does not give.</summary>
    void Missing(Image image, string chainId);
}
