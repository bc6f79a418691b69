using System.Globalization;
using System.Text;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>What is said of a file that is no evidence for this program: what was looked for, what was found, what to do.</summary>
internal static class OpenErrors
{
    private const string LookedFor =
        "looked for a directory, a tar (plain, or compressed with gzip, bzip2, xz, zstd or lz4, also inside a zip or 7z) and a disk image";

    /// <param name="name">The evidence as typed.</param>
    /// <param name="around">What the bytes were taken out of, ending in <c>holding </c>; or empty.</param>
    /// <param name="found">What they were recognised as.</param>
    /// <param name="head">Their beginning.</param>
    /// <param name="sizeBytes">Their number, where known.</param>
    /// <param name="damage">What kept more of them from being read.</param>
    public static EvidenceOpenException NotEvidence(string name, string around, Recognised found, ReadOnlySpan<byte> head, long? sizeBytes,
        EvidenceFormatException? damage)
    {
        string shown = DisplayText.Escape(name);
        if (damage is not null && head.IsEmpty)
            return new($"{shown}: {around}nothing that can be read, {damage.Message}", damage);
        if (found.Kind.IsDisk())
            return new($"{shown}: {around}{found.Words}, which this version does not read\nmount it read-only and give the directory, or pack the Docker data root as a tar", damage);
        if (found.Kind == FormatKind.Empty)
            return new($"{shown}: {LookedFor}; found {around}{(around.Length > 0 ? "no bytes" : "an empty file")}", damage);
        if (found.Kind.IsContainer())
            return new($"{shown}: {around}{found.Words}, which can only be read as a file by itself", damage);
        return new($"{shown}: {LookedFor};\nfound {around}{found.Words}{Details(head, sizeBytes)}", damage);
    }

    private static string Details(ReadOnlySpan<byte> head, long? sizeBytes)
    {
        var text = new StringBuilder();
        if (sizeBytes is long size)
            text.Append(CultureInfo.InvariantCulture, $" of {size} bytes");
        text.Append(", beginning with");
        ReadOnlySpan<byte> first = head[..Math.Min(head.Length, 8)];
        foreach (byte b in first)
            text.Append(CultureInfo.InvariantCulture, $" {b:x2}");
        if (!first.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e))
            text.Append(CultureInfo.InvariantCulture, $" (\"{Encoding.ASCII.GetString(first)}\")");
        return text.ToString();
    }
}
