using System.IO.Compression;

namespace StoreForensics.Testing;

/// <summary>How gzip lost its end, which readers tell apart or do not.</summary>
public enum GzipCut
{
    /// <summary>Right behind a flush: a decompressor that asks for more gets nothing, and has nothing half done.</summary>
    AtFlush,

    /// <summary>In the middle of a block.</summary>
    MidBlock,
}

/// <summary>gzip that lost its end.</summary>
internal static class CutGzip
{
    /// <summary>At a flush: what comes out ends with a whole line in the middle of the content,
    /// or with its middle where it has no lines. Mid-block: some more comes out.</summary>
    public static byte[] Of(ReadOnlySpan<byte> content, GzipCut cut, int? flushAt = null)
    {
        int middle = flushAt ?? (content[..(content.Length / 2)].LastIndexOf((byte)'\n') is > 0 and int feed ? feed + 1 : content.Length / 2);
        using var packed = new MemoryStream();
        using var gzip = new GZipStream(packed, CompressionLevel.Fastest);
        gzip.Write(content[..middle]);
        gzip.Flush();
        int flushed = (int)packed.Length;
        gzip.Write(content[middle..]);
        gzip.Flush();
        return packed.ToArray()[..(cut == GzipCut.AtFlush ? flushed : flushed + (((int)packed.Length - flushed) / 2))];
    }
}
