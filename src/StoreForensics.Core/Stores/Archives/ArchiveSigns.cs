using StoreForensics.Evidence;

namespace StoreForensics.Stores.Archives;

/// <summary>What saved images look like, by names alone: what they are is decided by what the files say.</summary>
internal static class ArchiveSigns
{
    private const int MostLooked = 4096;

    /// <summary>Whether a directory may hold saved images.</summary>
    public static bool IsArchive(EvidenceTree tree, int directory) =>
        IsLayout(tree, directory) || IsGraphSave(tree, directory) || IsListAlone(tree, directory) || IsImageDirectory(tree, directory)
        || (Has(tree, directory, "manifest.json"u8) && (Has(tree, directory, "repositories"u8) || HoldsSaved(tree, directory)));

    /// <summary>An OCI layout (OCI image-spec image-layout.md). The file <c>oci-layout</c> is required, but some writers leave it out.</summary>
    public static bool IsLayout(EvidenceTree tree, int directory) =>
        Has(tree, directory, "index.json"u8) && (Has(tree, directory, "oci-layout"u8) || tree.Find(directory, "blobs/sha256"u8) != EvidenceTree.None);

    /// <summary>What Docker before 1.10 writes: a directory for each image (moby v1.9.1 graph/export.go); none by id has repositories.</summary>
    public static bool IsGraphSave(EvidenceTree tree, int directory)
    {
        bool isNamed = Has(tree, directory, "repositories"u8);
        int looked = 0;
        foreach (int child in tree.Children(directory))
        {
            if (++looked > MostLooked)
                return false;
            if (ObjectIds.IsGraphId(tree.Name(child)) && tree[child].Kind.IsDirectory() && Has(tree, child, "json"u8) && Has(tree, child, "layer.tar"u8)
                && (isNamed || Has(tree, child, "VERSION"u8)))
                return true;
        }
        return false;
    }

    /// <summary>One image as a directory (containers/image directory/): <c>version</c>, <c>manifest.json</c> and blobs by bare digests.</summary>
    public static bool IsImageDirectory(EvidenceTree tree, int directory)
    {
        if (!Has(tree, directory, "version"u8) || !Has(tree, directory, "manifest.json"u8))
            return false;
        int looked = 0;
        foreach (int child in tree.Children(directory))
        {
            if (++looked > MostLooked)
                return false;
            if (ObjectIds.IsDigest(tree.Name(child)) && tree[child].Kind == EntryKind.File)
                return true;
        }
        return false;
    }

    /// <summary>Whether a file's path is that of a layer's tar, or of a blob that may be one.</summary>
    public static bool IsLayerTar(ReadOnlySpan<byte> path)
    {
        int slash = path.LastIndexOf((byte)'/');
        ReadOnlySpan<byte> name = path[(slash + 1)..], above = slash < 0 ? default : path[..slash];
        if (name.SequenceEqual("layer.tar"u8))
            return true;
        if (ObjectIds.IsDigest(name))
            return above.EndsWith("blobs/sha256"u8) && above.IndexOf("io.containerd."u8) < 0 && !above.EndsWith("content/blobs/sha256"u8);
        // Registries keep a blob as `data` in a directory of its digest.
        if (name.SequenceEqual("data"u8))
            return above.IndexOf("/blobs/sha256/"u8) >= 0 && above.Length > 64 && ObjectIds.IsDigest(above[^64..]);
        return IsTarName(name);
    }

    /// <summary>A name that archivers give to tars.</summary>
    public static bool IsTarName(ReadOnlySpan<byte> name) =>
        name.EndsWith(".tar"u8) || name.EndsWith(".tgz"u8) || name.EndsWith(".tar.gz"u8) || name.EndsWith(".tar.zst"u8) || name.EndsWith(".tar.xz"u8)
        || name.EndsWith(".tar.bz2"u8) || name.EndsWith(".tar.lz4"u8);

    // A list of no images.
    private static bool IsListAlone(EvidenceTree tree, int directory) =>
        directory == EvidenceTree.Root && tree.Children(directory).Length == 1 && Has(tree, directory, "manifest.json"u8);

    public static bool Has(EvidenceTree tree, int directory, ReadOnlySpan<byte> name) => tree.Child(directory, name) != EvidenceTree.None;

    // Layers and configurations have names of many kinds: those of directories with a layer.tar, of digests, of builders (config.json beside *.tar.gz).
    private static bool HoldsSaved(EvidenceTree tree, int directory)
    {
        int looked = 0;
        foreach (int child in tree.Children(directory))
        {
            if (++looked > MostLooked)
                return false;
            ReadOnlySpan<byte> name = tree.Name(child);
            bool isDirectory = tree[child].Kind.IsDirectory();
            if (isDirectory ? Has(tree, child, "layer.tar"u8) || name.SequenceEqual("blobs"u8)
                : IsTarName(name) || name.StartsWith("sha256:"u8) || (name.EndsWith(".json"u8) && ObjectIds.IsDigest(name[..^5])))
                return true;
        }
        return false;
    }
}
