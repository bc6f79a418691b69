using StoreForensics.Evidence;
using StoreForensics.Formats.Compression;
using StoreForensics.Ingest.Archives.Tar;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>The first names in a file that may be a tar, without reading more of it than a quarter of a megabyte.</summary>
internal static class TarGlance
{
    private const int HeadBytes = 256 << 10;
    private const int MostNames = 64;

    /// <summary>As the headers have them, without what extended headers say; empty for a file that is no tar, and where it cannot be read: whoever has use
    /// for the file says so.</summary>
    public static IReadOnlyList<EvidencePath> Names(IEvidenceSource source, int node)
    {
        try
        {
            using StoredFile raw = StoredFile.Open(source, node);
            var peek = new PeekStream(raw);
            ReadOnlySpan<byte> start = peek.Peek(TarLayout.BlockBytes);
            bool isTar = start.Length == TarLayout.BlockBytes && new TarHeader(start).IsChecksumRight;
            CompressionFormat? format = CompressionSniffer.Sniff(start);
            if (!isTar && format is null)
                return [];
            using Stream plain = isTar ? peek : Decompressor.Open(format!.Value, peek, isFile: true);
            return Names(Head(plain));
        }
        catch (EvidenceFormatException)
        {
            return [];
        }
    }

    private static ReadOnlySpan<byte> Head(Stream plain)
    {
        byte[] head = new byte[HeadBytes];
        int length = 0;
        try
        {
            for (int read; length < head.Length && (read = plain.Read(head.AsSpan(length))) > 0;)
                length += read;
        }
        catch (EvidenceFormatException)
        {
            // What came before the fault counts.
        }
        return head.AsSpan(0, length);
    }

    private static List<EvidencePath> Names(ReadOnlySpan<byte> head)
    {
        var names = new List<EvidencePath>();
        for (int at = 0; names.Count < MostNames && at + TarLayout.BlockBytes <= head.Length;)
        {
            var header = new TarHeader(head.Slice(at, TarLayout.BlockBytes));
            if (!header.IsChecksumRight)
                break;
            names.Add(new EvidencePath(header.Name.ToArray()));
            if (TarNumber.Parse(header.Field(TarLayout.Size), out long size) != TarNumberState.Valid || size < 0 || size > head.Length)
                break;
            at += TarLayout.BlockBytes + (int)((size + TarLayout.BlockBytes - 1) / TarLayout.BlockBytes * TarLayout.BlockBytes);
        }
        return names;
    }
}
