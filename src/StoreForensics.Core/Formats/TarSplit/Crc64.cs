using System.Buffers.Binary;

namespace StoreForensics.Formats.TarSplit;

/// <summary>
/// The checksum of files in tar-split: CRC-64 with the polynomial of ISO 3309, reflected, all ones before and after ("CRC-64/GO-ISO"; format
/// reference, section 6). Not the ECMA polynomial of xz and of .NET's class. Eight bytes a step, by eight tables.
/// </summary>
internal struct Crc64
{
    private const ulong ReflectedPolynomial = 0xD800000000000000;

    private static readonly ulong[][] Tables = MakeTables();

    private ulong _state;

    /// <summary>The checksum of what was appended; 0 for nothing.</summary>
    public readonly ulong Value => _state;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var crc = default(Crc64);
        crc.Append(bytes);
        return crc.Value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        ulong crc = ~_state;
        ulong[] t0 = Tables[0], t1 = Tables[1], t2 = Tables[2], t3 = Tables[3], t4 = Tables[4], t5 = Tables[5], t6 = Tables[6], t7 = Tables[7];
        while (bytes.Length >= sizeof(ulong))
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = t7[(byte)crc] ^ t6[(byte)(crc >> 8)] ^ t5[(byte)(crc >> 16)] ^ t4[(byte)(crc >> 24)]
                ^ t3[(byte)(crc >> 32)] ^ t2[(byte)(crc >> 40)] ^ t1[(byte)(crc >> 48)] ^ t0[(byte)(crc >> 56)];
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (byte b in bytes)
            crc = t0[(byte)(crc ^ b)] ^ (crc >> 8);
        _state = ~crc;
    }

    private static ulong[][] MakeTables()
    {
        ulong[][] tables = [.. Enumerable.Range(0, 8).Select(_ => new ulong[256])];
        for (int i = 0; i < 256; i++)
        {
            ulong crc = (ulong)i;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ ReflectedPolynomial : crc >> 1;
            tables[0][i] = crc;
        }
        for (int i = 0; i < 256; i++)
        {
            for (int table = 1; table < 8; table++)
                tables[table][i] = tables[0][(byte)tables[table - 1][i]] ^ (tables[table - 1][i] >> 8);
        }
        return tables;
    }
}
