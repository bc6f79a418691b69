namespace StoreForensics.Stores.Containerd;

/// <summary>Tells containerd's metadata from the files of its layers by their paths alone.</summary>
internal static class ContainerdFiles
{
    /// <summary>See <see cref="IStoreEngine.KindOf"/>.</summary>
    public static StoreFileKind KindOf(ReadOnlySpan<byte> path)
    {
        if (path.EndsWith("/layer.erofs"u8))
            return StoreFileKind.LayerImage;
        int at = path.IndexOf("io.containerd.snapshotter.v1."u8);
        return at >= 0 && path[at..].IndexOf("/snapshots/"u8) > 0 ? StoreFileKind.LayerFile : StoreFileKind.Metadata;
    }
}
