using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace StoreForensics.Reports.Pdf.Objects;

/// <summary>
/// Writes a PDF file (ISO 32000-1) straight to a stream that need not seek: objects in any order as they become known, small ones packed into object streams
/// (7.5.7), then the cross-reference stream with the trailer's entries (7.5.8). The file identifier is the beginning of the SHA-256 of everything before it, so
/// equal content gives equal files (14.4 wants something that depends on content; a clock or a random number would make two runs differ).
/// </summary>
internal sealed class PdfFileWriter : IDisposable
{
    private readonly Stream _target;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private const int PackedPerStream = 200;

    // By object number: where it begins in the file, or minus its object stream's number
    // shifted by 16 and its index there. Object 0 heads the list of free objects.
    private readonly List<long> _places = [0];
    private readonly PdfBuffer _packedHead = new();
    private readonly PdfBuffer _packedBody = new();
    private readonly PdfBuffer _syntax = new();
    private readonly MemoryStream _packed = new();
    private long _position;
    private int _packedCount;
    private int _packedStream;

    public PdfFileWriter(Stream target)
    {
        _target = target;
        // The second line tells transfer programs, and PDF/A demands, that the file is binary (ISO 19005-2, 6.1.2).
        Put([.. "%PDF-1.7\n%"u8, 0xe2, 0xe3, 0xcf, 0xd3, (byte)'\n']);
    }

    /// <summary>A number for an object that is written later. Every number handed out must be written before <see cref="Finish"/>.</summary>
    public int Reserve()
    {
        _places.Add(0);
        return _places.Count - 1;
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

    /// <summary>Writes an object that is no stream into an object stream, deflated with
    /// others: for the many small ones of which nobody reads the bytes.</summary>
    public void PackedObject(int number, Action<PdfBuffer> content)
    {
        if (_packedCount == 0)
            _packedStream = Reserve();
        _places[number] = -(((long)_packedStream << 16) | (uint)_packedCount);
        _packedHead.Add(number).Add(" "u8).Add(_packedBody.Written.Length).Add(" "u8);
        content(_packedBody);
        _packedBody.Add("\n"u8);
        if (++_packedCount == PackedPerStream)
            FlushPacked();
    }

    /// <inheritdoc cref="PackedObject(int, Action{PdfBuffer})"/>
    public int PackedObject(Action<PdfBuffer> content)
    {
        int number = Reserve();
        PackedObject(number, content);
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

    /// <summary>Cross-reference stream and trailer.</summary>
    public void Finish(int catalog, int information)
    {
        if (_packedCount > 0)
            FlushPacked();
        int number = Reserve();
        long start = _position;
        _places[number] = start;
        byte[] table = CrossReferences();
        string id = Convert.ToHexString(_hash.GetCurrentHash().AsSpan(0, 16));
        Stream(number, table, $"/Type/XRef/Size {_places.Count}/W[1 5 2]/Root {catalog} 0 R/Info {information} 0 R/ID[<{id}><{id}>]");
        _syntax.Clear();
        _syntax.Add("startxref\n"u8).Add(start).Add("\n%%EOF\n"u8);
        Put(_syntax.Written);
    }

    // Three fields each (table 18): 1, the offset and generation 0; or 2, the object stream and the index in it.
    private byte[] CrossReferences()
    {
        const int width = 8;
        byte[] table = new byte[_places.Count * width];
        BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(6), ushort.MaxValue);
        for (int i = 1; i < _places.Count; i++)
        {
            long place = _places[i];
            if (place == 0)
                throw new InvalidOperationException("an object was reserved and never written");
            Span<byte> entry = table.AsSpan(i * width, width);
            long field = place > 0 ? place : -place >> 16;
            // The first of eight bytes is the kind: no file is longer than five bytes can say.
            BinaryPrimitives.WriteInt64BigEndian(entry, field << 16);
            entry[0] = place > 0 ? (byte)1 : (byte)2;
            if (place < 0)
                BinaryPrimitives.WriteUInt16BigEndian(entry[6..], (ushort)(-place & 0xffff));
        }
        return table;
    }

    private void FlushPacked()
    {
        int first = _packedHead.Written.Length;
        Stream(_packedStream, [.. _packedHead.Written, .. _packedBody.Written], $"/Type/ObjStm/N {_packedCount}/First {first}");
        _packedHead.Clear();
        _packedBody.Clear();
        _packedCount = 0;
    }

    public void Dispose()
    {
        _hash.Dispose();
        _packed.Dispose();
    }

    private void Begin(int number)
    {
        _places[number] = _position;
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
