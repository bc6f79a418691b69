using StoreForensics.Evidence;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>A tar that is itself a file of the evidence, such as a layer of a saved image.</summary>
public static class NestedArchive
{
    /// <summary>
    /// Opens it as evidence of its own, plain or compressed. Of the options, hash, progress and standard input mean nothing here. Its problems carry the outer
    /// file's path, with offsets in the (decompressed) tar. Null: the file is no tar.
    /// </summary>
    /// <remarks>
    /// Reads as far apart as the outer source allows: in a plain tar of plain tars every member seeks. The outer source must outlive it.
    /// </remarks>
    /// <exception cref="EvidenceFormatException">The file cannot be opened; see <see cref="IEvidenceSource.Open"/>.</exception>
    public static TarSource? TryOpen(IEvidenceSource outer, int node, OpenOptions options) => TryOpen(outer, node, options, null);

    /// <inheritdoc cref="TryOpen(IEvidenceSource, int, OpenOptions)"/>
    internal static TarSource? TryOpen(IEvidenceSource outer, int node, OpenOptions options, IdleInputs? idle)
    {
        var log = new ArchiveLog(options.Problems, outer.Origin(node));
        Stream Reopen() => outer.Open(node);
        if (TrySeekable(outer, Reopen, log) is { } plain)
            return plain;
        Unwrapped unwrapped;
        try
        {
            unwrapped = Unwrapped.Open(outer.Name, Reopen(), "");
        }
        catch (EvidenceOpenException)
        {
            return null;
        }
        using var input = new ForwardInput(new ReadAhead(unwrapped.Content));
        var content = new DecodedContent(() => Unwrapped.Again(Reopen(), unwrapped.Layers), idle: idle);
        var kept = new KeptContent(options);
        return TarSource.Read(outer.Name, Unwrapped.Words(null, unwrapped.Layers), input, content, kept, log);
    }

    private static TarSource? TrySeekable(IEvidenceSource outer, Func<Stream> reopen, ArchiveLog log)
    {
        Stream stream = reopen();
        if (!stream.CanSeek || Recogniser.File(Head(stream)).Kind != FormatKind.Tar)
        {
            stream.Dispose();
            return null;
        }
        using var input = new SeekableInput(stream, new ProgressSteps(null, null));
        return TarSource.Read(outer.Name, Unwrapped.Words(null, []), input, new SeekableContent(reopen), null, log);
    }

    private static byte[] Head(Stream stream)
    {
        byte[] head = new byte[Math.Min(Recogniser.FileHeadBytes, stream.Length)];
        stream.ReadExactly(head);
        return head;
    }
}
