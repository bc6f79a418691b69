using System.Buffers.Binary;
using System.Numerics;

namespace StoreForensics.Ingest.Disks;

/// <summary>CRC-32C (Castagnoli): VHDX, ext4. As the kernel's <c>crc32c_le</c> gives it: no inversion before or after, so that sums chain.</summary>
internal static class Crc32C
{
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (byte b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }

    public static uint Append(uint crc, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Append(crc, bytes);
    }
}
