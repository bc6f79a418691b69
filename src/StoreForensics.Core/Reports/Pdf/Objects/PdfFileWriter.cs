using System.IO.Compression;
using System.Security.Cryptography;

namespace StoreForensics.Reports.Pdf.Objects;

/// <summary>
/// Writes a PDF file (ISO 32000-1) straight to a stream that need not seek: objects in any order as they become known, then the cross-reference table and
/// the trailer (7.5). The file identifier is the beginning of the SHA-256 of everything before it, so equal content gives equal files (14.4 wants
/// something that depends on content; a clock or a random number would make two runs differ).
/// </summary>
internal sealed class PdfFileWriter : IDisposable
{
    private readonly Stream _target;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<long> _offsets = [0]; // object 0 heads the list of free objects
    private readonly PdfBuffer _syntax = new();
    private readonly MemoryStream _packed = new();
    private long _position;

    public PdfFileWriter(Stream target)
    {
        _target = target;
        // The second line tells transfer programs, and PDF/A demands, that the file is binary (ISO 19005-2, 6.1.2).
        Put([.. "%PDF-1.7\n%"u8, 0xe2, 0xe3, 0xcf, 0xd3, (byte)'\n']);
    }

    /// <summary>A number for an object that is written later. Every number handed out must be written before <see cref="Finish"/>.</summary>
    public int Reserve()
    {
        _offsets.Add(0);
        return _offsets.Count - 1;
    }

    /// <summary>Writes an object that is no stream.</summary>
    public void Object(int number, Action<PdfBuffer> content)
    {
        Begin(number);
        content(_syntax);
        _syntax.Add("\nendobj\n"u8);
        Put(_syntax.Written);
    }

    /// <inheritdoc cref="Object(int, Action{PdfBuffer})"/>
    public int Object(Action<PdfBuffer> content)
    {
        int number = Reserve();
        Object(number, content);
        return number;
    }

    /// <summary>Writes a stream, deflated.</summary>
    /// <param name="number">A reserved number.</param>
    /// <param name="data">The bytes before compression.</param>
    /// <param name="entries">Dictionary entries besides length and filter.</param>
    public void Stream(int number, ReadOnlySpan<byte> data, string entries = "")
    {
        _packed.SetLength(0);
        using (var deflate = new ZLibStream(_packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(data);
        RawStream(number, _packed.GetBuffer().AsSpan(0, (int)_packed.Length), entries + "/Filter/FlateDecode");
    }

    /// <summary>Writes a stream as it is: XMP metadata must be findable by programs that know no PDF.</summary>
    public void RawStream(int number, ReadOnlySpan<byte> data, string entries)
    {
        Begin(number);
        _syntax.Add("<<"u8).Add(entries).Add("/Length "u8).Add(data.Length).Add(">>\nstream\n"u8);
        Put(_syntax.Written);
        Put(data);
        Put("\nendstream\nendobj\n"u8);
    }

    /// <summary>Cross-reference table and trailer.</summary>
    public void Finish(int catalog, int information)
    {
        long start = _position;
        _syntax.Clear();
        _syntax.Add("xref\n0 "u8).Add(_offsets.Count).Add("\n0000000000 65535 f \n"u8);
        foreach (long offset in _offsets.Skip(1))
        {
            if (offset == 0)
                throw new InvalidOperationException("an object was reserved and never written");
            _syntax.Add(offset.ToString("D10", System.Globalization.CultureInfo.InvariantCulture)).Add(" 00000 n \n"u8);
        }
        Put(_syntax.Written);
        string id = Convert.ToHexString(_hash.GetCurrentHash().AsSpan(0, 16));
        _syntax.Clear();
        _syntax.Add("trailer\n<</Size "u8).Add(_offsets.Count).Add("/Root "u8).Reference(catalog).Add("/Info "u8).Reference(information)
            .Add("/ID[<"u8).Add(id).Add("><"u8).Add(id).Add(">]>>\nstartxref\n"u8).Add(start).Add("\n%%EOF\n"u8);
        Put(_syntax.Written);
    }

    public void Dispose()
    {
        _hash.Dispose();
        _packed.Dispose();
    }

    private void Begin(int number)
    {
        _offsets[number] = _position;
        _syntax.Clear();
        _syntax.Add(number).Add(" 0 obj\n"u8);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _target.Write(bytes);
        _hash.AppendData(bytes);
        _position += bytes.Length;
    }
}
