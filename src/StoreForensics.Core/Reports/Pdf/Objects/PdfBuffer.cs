using System.Text;

namespace StoreForensics.Reports.Pdf.Objects;

/// <summary>
/// Grows bytes in PDF syntax (ISO 32000-1, 7.3). Numbers are written from integers of a hundredth, so that no formatting of floating point decides a byte.
/// </summary>
internal sealed class PdfBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public PdfBuffer Add(ReadOnlySpan<byte> ascii)
    {
        ascii.CopyTo(Room(ascii.Length));
        _length += ascii.Length;
        return this;
    }

    /// <summary>Our own words of syntax, ASCII only: never text from the evidence.</summary>
    public PdfBuffer Add(string ascii)
    {
        _length += Encoding.ASCII.GetBytes(ascii, Room(ascii.Length));
        return this;
    }

    public PdfBuffer Add(long value)
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(value, Room(20), out int length);
        _length += length;
        return this;
    }

    /// <summary>A real number, rounded to hundredths, and a blank after it.</summary>
    public PdfBuffer Real(double value)
    {
        long hundredths = (long)Math.Round(value * 100, MidpointRounding.AwayFromZero);
        if (hundredths < 0)
            Add("-"u8);
        hundredths = Math.Abs(hundredths);
        Add(hundredths / 100);
        int rest = (int)(hundredths % 100);
        if (rest != 0)
        {
            Add("."u8).Add(rest / 10);
            if (rest % 10 != 0)
                Add(rest % 10);
        }
        return Add(" "u8);
    }

    /// <summary>A reference to an indirect object, and a blank after it.</summary>
    public PdfBuffer Reference(int number) => Add(number).Add(" 0 R "u8);

    /// <summary>A text string: UTF-16BE with its mark, in hexadecimal, so that no character needs an escape (7.9.2.2).</summary>
    public PdfBuffer Text(string text)
    {
        Add("<FEFF"u8);
        foreach (char c in text)
            Hex16(c);
        return Add(">"u8);
    }

    public PdfBuffer Hex16(int value)
    {
        Span<byte> digits = Room(4);
        for (int i = 0; i < 4; i++)
            digits[i] = "0123456789ABCDEF"u8[(value >> (12 - (4 * i))) & 15];
        _length += 4;
        return this;
    }

    private Span<byte> Room(int needed)
    {
        if (_length + needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + needed));
        return _bytes.AsSpan(_length);
    }
}
