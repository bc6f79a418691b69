using SharpCompress.Compressors.Xz;
using StoreForensics.Ingest.Recognition;

namespace StoreForensics.Ingest.Archives.Compression;

/// <summary>
/// xz: SharpCompress reads one stream of any number of blocks; what may follow it (The .xz File Format, section 2) is handled here:
/// stream padding, zeros in multiples of four, and further streams.
/// </summary>
internal sealed class XzDecoder(CompressedInput input) : StreamsDecoder(input)
{
    protected override bool NextBegins()
    {
        while (Input.Peek(4) is { Length: 4 } padding && IsZeros(padding))
            Input.Skip(4);
        return Recogniser.Is(FormatKind.Xz, Input.Peek(6));
    }

    protected override Stream OpenNext() => new XZStream(Input);
}
