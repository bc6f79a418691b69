using System.Buffers.Binary;
using System.IO.Compression;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Pdf.Styles;

/// <summary>Reads a PNG (ISO/IEC 15948) into RGB samples of eight bits over white. All colour types and depths; no interlacing.</summary>
internal ref struct PngImage
{
    private int _width;
    private int _height;
    private int _depth;
    private int _type;
    private ReadOnlySpan<byte> _palette;
    private ReadOnlySpan<byte> _transparency;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    // Greyscale, RGB, palette, greyscale with alpha, RGB with alpha (table 11.1).
    private readonly int Channels => _type switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <exception cref="UsageException">It is damaged, interlaced or too large.</exception>
    public static HouseLogo Read(ReadOnlySpan<byte> file)
    {
        var image = default(PngImage);
        using var packed = new MemoryStream();
        int at = Signature.Length;
        while (at + 12 <= file.Length)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (at + 12 + length > file.Length)
                break;
            ReadOnlySpan<byte> kind = file.Slice(at + 4, 4), data = file.Slice(at + 8, (int)length);
            if (kind.SequenceEqual("IHDR"u8))
                image.ReadHeader(data);
            else if (kind.SequenceEqual("PLTE"u8))
                image._palette = data;
            else if (kind.SequenceEqual("tRNS"u8))
                image._transparency = data;
            else if (kind.SequenceEqual("IDAT"u8))
                packed.Write(data);
            else if (kind.SequenceEqual("IEND"u8))
                break;
            at += 12 + (int)length;
        }
        if (image._width == 0)
            throw Damaged("it has no header");
        return image.Decode(packed);
    }

    private void ReadHeader(ReadOnlySpan<byte> data)
    {
        if (data.Length < 13)
            throw Damaged("its header is short");
        long width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        HouseLogo.CheckSize(width, height);
        (_width, _height, _depth, _type) = ((int)width, (int)height, data[8], data[9]);
        bool fits = _type switch
        {
            0 => _depth is 1 or 2 or 4 or 8 or 16,
            3 => _depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => _depth is 8 or 16,
            _ => false,
        };
        if (!fits || data[10] != 0 || data[11] != 0)
            throw Damaged("its header says what no PNG is");
        if (data[12] != 0)
            throw new UsageException("the logo is an interlaced PNG; save it without interlacing");
    }

    private readonly HouseLogo Decode(MemoryStream packed)
    {
        int bytesPerPixel = Math.Max(1, Channels * _depth / 8), rowLength = ((_width * Channels * _depth) + 7) / 8;
        byte[] samples = new byte[_width * _height * 3], row = new byte[rowLength + 1], above = new byte[rowLength];
        packed.Position = 0;
        try
        {
            using var rows = new ZLibStream(packed, CompressionMode.Decompress);
            for (int y = 0; y < _height; y++)
            {
                rows.ReadExactly(row);
                Unfilter(row[0], row.AsSpan(1), above, bytesPerPixel);
                row.AsSpan(1).CopyTo(above);
                for (int x = 0; x < _width; x++)
                    ReadPixel(above, x, samples.AsSpan(3 * ((y * _width) + x), 3));
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged("its pixels end early or cannot be unpacked");
        }
        return new HouseLogo(_width, _height, samples, $"/Width {_width}/Height {_height}/ColorSpace/DeviceRGB/BitsPerComponent 8", isCompressed: false);
    }

    // Clause 9.2.
    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= step ? row[i - step] : 0, up = above[i], corner = i >= step ? above[i - step] : 0;
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => throw Damaged("it has a filter that no PNG has"),
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int guess = left + up - corner, toLeft = Math.Abs(guess - left), toUp = Math.Abs(guess - up), toCorner = Math.Abs(guess - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private readonly void ReadPixel(ReadOnlySpan<byte> row, int x, Span<byte> rgb)
    {
        int alpha = 255, first = x * Channels;
        if (_type == 3)
        {
            int entry = Raw(row, first);
            if ((3 * entry) + 3 > _palette.Length)
                throw Damaged("a pixel names a colour that the palette has not");
            _palette.Slice(3 * entry, 3).CopyTo(rgb);
            alpha = entry < _transparency.Length ? _transparency[entry] : 255;
        }
        else
        {
            bool hasColour = _type is 2 or 6;
            for (int c = 0; c < 3; c++)
                rgb[c] = Sample(row, first + (hasColour ? c : 0));
            if (_type is 4 or 6)
                alpha = Sample(row, first + Channels - 1);
            else if (IsTransparent(row, first))
                alpha = 0;
        }
        for (int c = 0; c < 3; c++)
            rgb[c] = (byte)(((rgb[c] * alpha) + (255 * (255 - alpha)) + 127) / 255);
    }

    // tRNS of greyscale and RGB: the one colour that is clear, 16 bits a sample.
    private readonly bool IsTransparent(ReadOnlySpan<byte> row, int first)
    {
        if (_transparency.Length < 2 * Channels)
            return false;
        for (int c = 0; c < Channels; c++)
        {
            if (Raw(row, first + c) != BinaryPrimitives.ReadUInt16BigEndian(_transparency[(2 * c)..]))
                return false;
        }
        return true;
    }

    private readonly byte Sample(ReadOnlySpan<byte> row, int index) => _depth == 16 ? (byte)(Raw(row, index) >> 8)
        : (byte)(Raw(row, index) * 255 / ((1 << _depth) - 1));

    private readonly int Raw(ReadOnlySpan<byte> row, int index) => _depth switch
    {
        16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]),
        8 => row[index],
        _ => (row[index * _depth / 8] >> (8 - _depth - (index * _depth % 8))) & ((1 << _depth) - 1),
    };

    private static UsageException Damaged(string how) => new("the logo is a damaged PNG: " + how);
}
