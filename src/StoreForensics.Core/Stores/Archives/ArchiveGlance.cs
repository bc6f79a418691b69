using StoreForensics.Evidence;

namespace StoreForensics.Stores.Archives;

/// <summary>Whether a file is a tar that holds images or a checkpoint: a look at the first names in it, without reading more.</summary>
internal static class ArchiveGlance
{
    private const int LeastBytes = 1024;
    private const int BlockBytes = 512;

    /// <summary>
    /// Whether a file is worth the look: by its name, or by a size that a tar may have. Where files are reached only by decompressing what is before them, the
    /// name decides.
    /// </summary>
    public static bool IsCandidate(EvidenceFiles files, int node)
    {
        ref readonly EvidenceNode file = ref files.Tree[node];
        if (file.Kind != EntryKind.File || file.Size < LeastBytes || file.LacksBytes)
            return false;
        ReadOnlySpan<byte> name = files.Tree.Name(node);
        if (ArchiveSigns.IsTarName(name))
            return !name.SequenceEqual("layer.tar"u8);
        bool isSeekable = files.Source.Wrapping.All(w => w is "tar" or "directory") || !files.Source.Wrapping.Contains("tar");
        return isSeekable && file.Size % BlockBytes == 0;
    }

    /// <summary>False also where it cannot be read: whoever has use for the file says so.</summary>
    public static bool IsOne(EvidenceFiles files, int node) => files.FirstNames(node).Any(n => IsTelling(n.Bytes));

    private static bool IsTelling(ReadOnlySpan<byte> name)
    {
        name = (name.StartsWith("./"u8) ? name[2..] : name).TrimEnd((byte)'/');
        if (name.SequenceEqual("manifest.json"u8) || name.SequenceEqual("index.json"u8) || name.SequenceEqual("oci-layout"u8) || name.StartsWith("blobs/sha256"u8)
            || name.SequenceEqual("blobs"u8) || name.SequenceEqual("repositories"u8) || name.StartsWith("sha256:"u8))
            return true;
        if (name.SequenceEqual("config.dump"u8) || name.SequenceEqual("spec.dump"u8) || name.SequenceEqual("checkpoint"u8)
            || name.StartsWith("checkpoint/"u8) || name.SequenceEqual("rootfs-diff.tar"u8))
            return true;
        return name.Length >= 64 && ObjectIds.IsDigest(name[..64]) && (name.Length == 64 || name[64] is (byte)'/' or (byte)'.');
    }
}
