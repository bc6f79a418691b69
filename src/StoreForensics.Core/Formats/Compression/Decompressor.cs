using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.Compression;

/// <summary>
/// What was compressed, as a stream, over any number of members that follow one another. Decodes in small steps, so that at a fault nothing decoded before it
/// is lost; whatever the decoding packages throw becomes <see cref="EvidenceFormatException"/>.
/// </summary>
internal sealed class Decompressor : ForwardStream
{
    private readonly CompressedInput _input;
    private readonly MemberDecoder _decoder;
    private readonly string _format;
    private readonly bool _isFile;
    private EvidenceFormatException? _failure;

    private Decompressor(CompressionFormat format, CompressedInput input, bool isFile)
    {
        _format = format.Name();
        _isFile = isFile;
        _input = input;
        _decoder = format switch
        {
            CompressionFormat.Gzip => new GzipDecoder(input),
            CompressionFormat.Bzip2 => new Bzip2Decoder(input),
            CompressionFormat.Xz => new XzDecoder(input),
            CompressionFormat.Zstd => new ZstdDecoder(input),
            CompressionFormat.Lz4 => new Lz4Decoder(input),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    /// <summary>A stream that owns the compressed one.</summary>
    /// <param name="format">How it is compressed.</param>
    /// <param name="compressed">From its start.</param>
    /// <param name="isFile">For messages: whether it is a file by itself, not a wrapping around what is read.</param>
    public static Decompressor Open(CompressionFormat format, Stream compressed, bool isFile = false) => new(format, new CompressedInput(compressed), isFile);

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
        string data = _isFile ? $"its {_format} data is" : $"because the {_format} data around it is", end = _isFile ? "" : ".";
        if (_input.IsAtEnd)
            return new(CompressionProblems.Cut, $"{data} damaged or cut: it ends early, after {at} bytes{end}", _input.Consumed, fault);
        string why = DisplayText.Escape(fault.Message.TrimEnd('.'));
        return new(CompressionProblems.Damaged, $"{data} damaged near its byte {at} ({why}){end}", _input.Consumed, fault);
    }

    private EvidenceFormatException Trailing()
    {
        string at = _input.Consumed.ToString(CultureInfo.InvariantCulture);
        string words = $"bytes that are no {_format} data follow it, near byte {at} of the compressed file";
        return new(CompressionProblems.Trailing, _isFile ? words : $"and {words}.", _input.Consumed);
    }
}
