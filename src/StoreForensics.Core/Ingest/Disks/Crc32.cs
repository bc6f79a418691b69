namespace StoreForensics.Ingest.Disks;

/// <summary>CRC-32 (ISO 3309), reflected. The other CRC of disks and file systems is <see cref="Crc32C"/>.</summary>
internal static class Crc32
{
    private static readonly uint[] s_table = MakeTable();

    /// <summary>CRC-32 (ISO 3309): GPT.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Raw(uint.MaxValue, bytes);

    /// <summary>The same polynomial with a start of the caller's and no inversion at the end: LVM2.</summary>
    public static uint Raw(uint start, ReadOnlySpan<byte> bytes)
    {
        uint crc = start;
        foreach (byte b in bytes)
            crc = s_table[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
            table[i] = crc;
        }
        return table;
    }
}
