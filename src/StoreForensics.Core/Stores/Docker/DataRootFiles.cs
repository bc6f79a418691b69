namespace StoreForensics.Stores.Docker;

/// <summary>Tells a data root's metadata from the files of its layers and volumes by their paths alone.</summary>
internal static class DataRootFiles
{
    /// <summary>See <see cref="IStoreEngine.KindOf"/>.</summary>
    public static StoreFileKind KindOf(ReadOnlySpan<byte> path)
    {
        // A layer's files lie below one of these directories, metadata of the engine never does.
        ReadOnlySpan<byte> parent = default, above = default;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = path[range];
            bool isDirectory = range.End.GetOffset(path.Length) < path.Length;
            if (isDirectory && IsCopyOrVolume(name))
                return StoreFileKind.Other;
            if (isDirectory && (IsLayerDirectory(name) || IsTrees(name, parent, above)))
                return StoreFileKind.LayerFile;
            above = parent;
            parent = name;
        }
        return StoreFileKind.Metadata;
    }

    private static bool IsCopyOrVolume(ReadOnlySpan<byte> name) => name.SequenceEqual("_data"u8) || name.SequenceEqual("mnt"u8)
        || name.SequenceEqual("merged"u8);

    private static bool IsLayerDirectory(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("diff"u8) || name.SequenceEqual("subvolumes"u8) || name.SequenceEqual("upper"u8) || name.SequenceEqual("work"u8)
        || name.SequenceEqual("rootfs"u8) || name.SequenceEqual("snapshots"u8);

    // vfs/dir/<id>, zfs/graph/<id> and overlay/<id>/root: names too common to be told alone.
    private static bool IsTrees(ReadOnlySpan<byte> name, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> above) =>
        (name.SequenceEqual("dir"u8) && parent.SequenceEqual("vfs"u8))
        || (name.SequenceEqual("graph"u8) && parent.SequenceEqual("zfs"u8))
        || (name.SequenceEqual("root"u8) && above.SequenceEqual("overlay"u8));
}
