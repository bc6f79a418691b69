using StoreForensics.Evidence;
using StoreForensics.Ingest.Partitions.Mbr;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>A disk image that is a file of a tar: looked for where the tar itself holds nothing that is wanted.</summary>
internal static class NestedDisk
{
    // No file system that an engine would run on is smaller.
    private const long MinBytes = 1 << 20;

    /// <summary>Each is looked into, and in a compressed tar that means decompressing all before it.</summary>
    private const int MaxFilesLookedInto = 4096;

    private const int MaxDisks = 32;

    /// <summary>The one disk image that can be read; it takes over what it lies in. Null: there is none, and nothing was changed.</summary>
    /// <exception cref="EvidenceOpenException">There are several, or the only one cannot be opened.</exception>
    public static OpenedEvidence? TryOpen(OpenedEvidence outer, string path, OpenOptions options)
    {
        if (outer.Details.Wrapping is not [.., "tar"])
            return null;
        int[] disks = [.. Files(outer.Source.Tree).Take(MaxFilesLookedInto).Where(n => IsDisk(outer.Source, n)).Take(MaxDisks)];
        if (disks.Length > 1)
        {
            string names = string.Join(", ", disks.Select(n => outer.Source.Tree.PathOf(n).ToString()));
            throw new EvidenceOpenException(
                $"{DisplayText.Escape(outer.Source.Name)}: a tar with several disk images: {names}\nunpack it and give those that are evidence");
        }
        return disks.Length == 0 ? null : Open(outer, disks[0], path, options);
    }

    private static OpenedEvidence Open(OpenedEvidence outer, int node, string path, OpenOptions options)
    {
        Stream stream = outer.Source.Open(node);
        EvidencePath place = outer.Source.Tree.PathOf(node);
        var wrapping = new DiskWrapping(outer.Details.Wrapping, DisplayText.Escape(outer.Source.Tree.Name(node)), stream.CanSeek ? new StreamBlocks(stream)
            : SpooledDisk.Read(stream, options, new Origin(outer.Source.Name, place)))
        {
            SizeBytes = outer.Details.SizeBytes,
            Sha256 = outer.Details.Sha256,
            Sha256Of = outer.Details.Sha256Of ?? "the file's bytes",
            Around = outer,
        };
        return DiskEvidence.Open(path, wrapping, options);
    }

    // In the order of their data, so that a compressed tar is decompressed once.
    private static IEnumerable<int> Files(EvidenceTree tree) =>
        Enumerable.Range(1, tree.Count - 1)
            .Where(n => tree[n].Kind == EntryKind.File && tree[n].Size >= MinBytes && tree[n].DataOffset >= 0 && tree.FirstLink(n) == n)
            .OrderBy(n => tree[n].DataOffset);

    // A boot record alone is no sign: kernels and boot loaders have its mark too.
    private static bool IsDisk(IEvidenceSource source, int node)
    {
        try
        {
            using Stream stream = source.Open(node);
            byte[] head = new byte[Recogniser.FileHeadBytes];
            int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            FormatKind kind = Recogniser.File(head.AsSpan(0, length)).Kind;
            return kind.IsDisk() && kind is not (FormatKind.Iso9660 or FormatKind.Ntfs) && (kind != FormatKind.Mbr || HasTable(head, source.Tree[node].Size));
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    private static bool HasTable(ReadOnlySpan<byte> head, long size)
    {
        MbrEntry[] used = [.. (MbrEntry.Parse(head) ?? []).Where(e => e.IsUsed)];
        return used.Length > 0 && used.All(e => e.Start > 0 && ((long)e.Start + e.Sectors) * MbrLayout.Bytes <= size);
    }
}
