using ZstdSharp;
using ZstdSharp.Unsafe;

namespace StoreForensics.Formats.Compression;

/// <summary>zstd: any number of frames and skippable frames.</summary>
internal sealed class ZstdDecoder : MemberDecoder
{
    // The format's limit (2 GiB), for archives made with --long=31: the memory is taken only as the window fills.
    private const int MaxWindowLog = 31;

    private readonly DecompressionStream _stream;

    public ZstdDecoder(CompressedInput input)
        : base(input)
    {
        _stream = new DecompressionStream(input, bufferSize: 0, checkEndOfStream: true, leaveOpen: true);
        _stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MaxWindowLog);
    }

    public override int StepBytes => 16 * 1024;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _stream.Read(buffer);
        }
        catch (ZstdException foreign) when (foreign.Code == ZSTD_ErrorCode.ZSTD_error_prefix_unknown)
        {
            // Looked for only where a frame may begin: after a whole one, for the first was recognised by its magic.
            HasTrailingBytes = true;
            return 0;
        }
    }

    public override void Dispose()
    {
        _stream.Dispose();
        base.Dispose();
    }
}
