using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace StoreForensics.Formats.Compression;

/// <summary>bzip2, also many streams one after another as pbzip2 and <c>cat</c> make them, and NUL bytes behind the last, which pad a tape's blocks.</summary>
internal sealed class Bzip2Decoder(CompressedInput input) : StreamsDecoder(input)
{
    protected override bool NextBegins()
    {
        if (CompressionSniffer.IsBzip2(Input.Peek(10)))
            return true;
        while (Input.Peek(1) is [0])
            Input.Skip(1);
        return false;
    }

    protected override Stream OpenNext() => BZip2Stream.Create(Input, CompressionMode.Decompress, decompressConcatenated: false, leaveOpen: true);
}
