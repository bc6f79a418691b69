using System.Buffers.Binary;
using SharpCompress.Common;
using SharpCompress.Providers;

namespace StoreForensics.Ingest.Archives;

/// <summary>The package's LZMA for members of a zip, which takes the dictionary's memory at once: only as much as <see cref="DecoderMemory"/> allows.</summary>
internal sealed class BoundedLzma : DecompressionOnlyProviderBase
{
    private static readonly ICompressionProvider s_inner = CompressionProviderRegistry.Default.GetProvider(CompressionType.LZMA)!;

    public override CompressionType CompressionType => CompressionType.LZMA;

    protected override string CompressionNotSupportedMessage => "nothing is compressed here";

    public override Stream CreateDecompressStream(Stream source) => s_inner.CreateDecompressStream(source);

    public override Stream CreateDecompressStream(Stream source, CompressionContext context)
    {
        if (context.Properties is { Length: >= 5 } properties)
            DecoderMemory.Check(BinaryPrimitives.ReadUInt32LittleEndian(properties.AsSpan(1)));
        return s_inner.CreateDecompressStream(source, context);
    }
}
