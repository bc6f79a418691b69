
namespace StoreForensics.Ingest.Archives.SevenZip;

/// <summary>Reads a 7z header's bytes forward (7zFormat.txt of the LZMA SDK 25.00, "Data types"). Every fault is <see cref="InvalidDataException"/>.</summary>
internal ref struct SevenZipBytes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _all = bytes;
    private int _at;

    /// <summary>A byte, which mostly says what follows.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>A number: the leading ones of the first byte count the bytes after it.</summary>
    public ulong Number()
    {
        byte first = Byte();
        ulong value = 0;
        for (int i = 0; i < 8; i++)
        {
            if ((first & (0x80 >> i)) == 0)
                return value | ((ulong)(first & ((0x80 >> i) - 1)) << (8 * i));
            value |= (ulong)Byte() << (8 * i);
        }
        return value;
    }

    /// <summary>How many things follow, of which each takes a byte at least: a greater number is a lie that would cost memory.</summary>
    public int Count()
    {
        ulong count = Number();
        return count <= (ulong)_all.Length ? (int)count : throw new InvalidDataException($"its header counts {count} things in {_all.Length} bytes");
    }

    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_all.Length - _at))
            throw new InvalidDataException("its header ends early");
        ReadOnlySpan<byte> taken = _all.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    /// <summary>Moves past digests of all things or of those that a row of bits names.</summary>
    /// <returns>Which things have one.</returns>
    public bool[] SkipDigests(int things)
    {
        bool[] has = new bool[things];
        Array.Fill(has, true);
        if (Byte() == 0)
        {
            ReadOnlySpan<byte> bits = Take((ulong)((things + 7) / 8));
            for (int i = 0; i < things; i++)
                has[i] = (bits[i / 8] & (0x80 >> (i % 8))) != 0;
        }
        Take(4 * (ulong)has.AsSpan().Count(true));
        return has;
    }
}
