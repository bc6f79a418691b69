using StoreForensics.Evidence;

namespace StoreForensics.Stores;

/// <summary>
/// Which files of a data root are metadata, so that a compressed evidence read once keeps them: everything but layers' and volumes' own files.
/// </summary>
public static class StoreContentPolicy
{
    private const long LargestMetadata = 64 << 20;

    /// <summary>See <see cref="ContentPolicy"/>.</summary>
    public static bool Keep(ReadOnlySpan<byte> path, long sizeBytes)
    {
        if (sizeBytes > LargestMetadata)
            return false;
        // A layer's files lie below one of these directories, metadata of the engine never does.
        ReadOnlySpan<byte> parent = default, above = default;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = path[range];
            if ((IsLayerDirectory(name) || IsTrees(name, parent, above)) && range.End.GetOffset(path.Length) < path.Length)
                return false;
            above = parent;
            parent = name;
        }
        return true;
    }

    /// <summary>The files of layers, which are read when they are verified; not those of volumes and mounted views.</summary>
    public static bool KeepLayers(ReadOnlySpan<byte> path, long sizeBytes)
    {
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = path[range];
            if (name.SequenceEqual("_data"u8) || name.SequenceEqual("mnt"u8) || name.SequenceEqual("merged"u8))
                return false;
            if (IsLayerDirectory(name))
                return true;
        }
        return true;
    }

    private static bool IsLayerDirectory(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("diff"u8) || name.SequenceEqual("mnt"u8) || name.SequenceEqual("merged"u8) || name.SequenceEqual("subvolumes"u8)
        || name.SequenceEqual("upper"u8) || name.SequenceEqual("_data"u8) || name.SequenceEqual("work"u8) || name.SequenceEqual("rootfs"u8)
        || name.SequenceEqual("snapshots"u8);

    // vfs/dir/<id>, zfs/graph/<id> and overlay/<id>/root: names too common to be told alone.
    private static bool IsTrees(ReadOnlySpan<byte> name, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> above) =>
        (name.SequenceEqual("dir"u8) && parent.SequenceEqual("vfs"u8))
        || (name.SequenceEqual("graph"u8) && parent.SequenceEqual("zfs"u8))
        || (name.SequenceEqual("root"u8) && above.SequenceEqual("overlay"u8));
}
