using System.Buffers;
using System.Globalization;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Extraction;

/// <summary>Extended records, <c>"%d %s=%s\n"</c>: the number counts the whole record, its own digits too; a value may hold any byte.</summary>
internal sealed class PaxRecordWriter
{
    private readonly ArrayBufferWriter<byte> _records = new();

    public int Length => _records.WrittenCount;

    public void Add(string keyword, ReadOnlySpan<byte> value)
    {
        byte[] key = Encoding.UTF8.GetBytes(keyword);
        int rest = key.Length + value.Length + 3; // blank, equals sign, line feed
        int length = rest + Digits(rest);
        if (Digits(length) != Digits(rest))
            length = rest + Digits(length);
        _records.Write(Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)));
        _records.Write(" "u8);
        _records.Write(key);
        _records.Write("="u8);
        _records.Write(value);
        _records.Write("\n"u8);
    }

    public void Add(string keyword, long value) => Add(keyword, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Seconds with nine decimals; half a second after -2 is <c>-1.500000000</c>.</summary>
    public void Add(string keyword, Timestamp time)
    {
        bool isNegative = time.Seconds < 0 && time.Nanoseconds > 0;
        long seconds = isNegative ? time.Seconds + 1 : time.Seconds;
        int nanoseconds = isNegative ? 1_000_000_000 - time.Nanoseconds : time.Nanoseconds;
        string sign = isNegative && seconds == 0 ? "-" : "";
        string text = nanoseconds == 0
            ? seconds.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds}.{nanoseconds:D9}");
        Add(keyword, Encoding.ASCII.GetBytes(text));
    }

    /// <summary>The records and zero bytes up to a whole block.</summary>
    public byte[] Padded()
    {
        byte[] padded = new byte[(_records.WrittenCount + TarHeaderWriter.BlockBytes - 1) / TarHeaderWriter.BlockBytes * TarHeaderWriter.BlockBytes];
        _records.WrittenSpan.CopyTo(padded);
        return padded;
    }

    private static int Digits(int value) => value.ToString(CultureInfo.InvariantCulture).Length;
}
