using System.Globalization;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Compression;

/// <summary>
/// What was compressed, as a stream, over any number of members that follow one another. Decodes in small steps, so that at a fault nothing decoded before it
/// is lost; whatever the decoding packages throw becomes <see cref="EvidenceFormatException"/>.
/// </summary>
internal sealed class Decompressor : ForwardStream
{
    private readonly CompressedInput _input;
    private readonly MemberDecoder _decoder;
    private readonly string _format;
    private EvidenceFormatException? _failure;

    private Decompressor(string format, CompressedInput input, MemberDecoder decoder)
    {
        _format = format;
        _input = input;
        _decoder = decoder;
    }

    /// <summary>A stream that owns the compressed one. The kind must be one of compression.</summary>
    public static Decompressor Open(FormatKind kind, Stream compressed)
    {
        var input = new CompressedInput(compressed);
        MemberDecoder decoder = kind switch
        {
            FormatKind.Gzip => new GzipDecoder(input),
            FormatKind.Bzip2 => new Bzip2Decoder(input),
            FormatKind.Xz => new XzDecoder(input),
            FormatKind.Zstd => new ZstdDecoder(input),
            FormatKind.Lz4 => new Lz4Decoder(input),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return new Decompressor(kind.Name(), input, decoder);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_failure is not null)
            throw _failure;
        if (buffer.IsEmpty)
            return 0;
        int read;
        try
        {
            read = _decoder.Read(buffer[..Math.Min(buffer.Length, _decoder.StepBytes)]);
        }
        catch (EvidenceFormatException damage)
        {
            _failure = damage;
            throw;
        }
        catch (Exception fault) when (fault is not ObjectDisposedException)
        {
            // Packages made for well-formed input throw nearly anything on other input, out-of-range indexes and failed allocations included.
            _failure = Damage(fault);
            throw _failure;
        }
        if (read == 0 && _decoder.HasTrailingBytes)
            throw _failure = Trailing();
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
            _input.CloseSource();
        }
        base.Dispose(disposing);
    }

    private EvidenceFormatException Damage(Exception fault)
    {
        string at = _input.Consumed.ToString(CultureInfo.InvariantCulture);
        if (_input.IsAtEnd)
            return new(ArchiveProblems.CutCompression, $"because the {_format} data around it is damaged or cut: it ends early, after {at} bytes.", _input.Consumed, fault);
        string why = DisplayText.Escape(fault.Message.TrimEnd('.'));
        return new(ArchiveProblems.BadCompression, $"because the {_format} data around it is damaged near its byte {at} ({why}).", _input.Consumed, fault);
    }

    private EvidenceFormatException Trailing()
    {
        string at = _input.Consumed.ToString(CultureInfo.InvariantCulture);
        return new(ArchiveProblems.AfterCompression, $"and bytes that are no {_format} data follow it, near byte {at} of the compressed file.", _input.Consumed);
    }
}
