using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;
using StoreForensics.Ingest.Recognition;

namespace StoreForensics.Ingest.Archives.Compression;

/// <summary>bzip2, also many streams one after another as pbzip2 and <c>cat</c> make them.</summary>
internal sealed class Bzip2Decoder(CompressedInput input) : StreamsDecoder(input)
{
    protected override bool NextBegins() => Recogniser.Is(FormatKind.Bzip2, Input.Peek(10));

    protected override Stream OpenNext() => BZip2Stream.Create(Input, CompressionMode.Decompress, decompressConcatenated: false, leaveOpen: true);
}
