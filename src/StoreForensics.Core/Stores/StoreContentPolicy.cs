using StoreForensics.Evidence;

namespace StoreForensics.Stores;

/// <summary>Which files a compressed evidence, read once, sets aside: what the engines say of each, and a bound of its size.</summary>
public static class StoreContentPolicy
{
    private const long LargestMetadata = 64 << 20, LargestImage = 4L << 30, LargestRecord = 8 << 20;

    /// <summary>The engines' own files, and layers that are images. See <see cref="ContentPolicy"/>.</summary>
    public static bool Keep(ReadOnlySpan<byte> path, long sizeBytes) =>
        sizeBytes <= LargestImage && KindOf(path) is var kind
        && (kind == StoreFileKind.LayerImage || (kind == StoreFileKind.Metadata && sizeBytes <= LargestMetadata)
            || (kind == StoreFileKind.LayerTar && sizeBytes <= LargestRecord));

    /// <summary>The files of layers as well, which are read when they are verified; not those of volumes and mounted views.</summary>
    public static bool KeepLayers(ReadOnlySpan<byte> path, long sizeBytes) => KindOf(path) != StoreFileKind.Other;

    // What one engine takes for its layers' file is that, though it means nothing to the others.
    private static StoreFileKind KindOf(ReadOnlySpan<byte> path)
    {
        var kind = StoreFileKind.Metadata;
        foreach (IStoreEngine engine in StoreEngines.All)
        {
            StoreFileKind said = engine.KindOf(path);
            if (said is StoreFileKind.LayerFile or StoreFileKind.LayerImage)
                return said;
            kind = said is StoreFileKind.Other || (said is StoreFileKind.LayerTar && kind == StoreFileKind.Metadata) ? said : kind;
        }
        return kind;
    }
}
