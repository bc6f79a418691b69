namespace StoreForensics.Formats.Protobuf;

/// <summary>
/// Base-128 numbers, lowest group first, as protobuf and Go's <c>encoding/binary</c> write them. containerd stores sizes of blobs and versions
/// signed (zig-zag), sizes and ids of snapshots unsigned (format reference, section 7.2): the caller must know which.
/// </summary>
internal static class Varint
{
    /// <summary>The longest spelling of a 64-bit number.</summary>
    public const int MaxBytes = 10;

    /// <summary>Reads one number from the front and moves past it; false, and nothing moved, when it is cut off or does not fit 64 bits.</summary>
    public static bool TryReadUnsigned(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < bytes.Length && i < MaxBytes; i++)
        {
            ulong group = bytes[i] & 0x7fUL;
            if (i == MaxBytes - 1 && group > 1)
                break;
            value |= group << (7 * i);
            if ((bytes[i] & 0x80) == 0)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }
        value = 0;
        return false;
    }

    /// <summary>The same, zig-zag: 1 byte <c>08</c> is 4.</summary>
    public static bool TryReadSigned(ref ReadOnlySpan<byte> bytes, out long value)
    {
        bool read = TryReadUnsigned(ref bytes, out ulong raw);
        value = (long)(raw >> 1) ^ -(long)(raw & 1);
        return read;
    }

    /// <summary>A whole value that is one unsigned number; null when it is anything else.</summary>
    public static ulong? Unsigned(ReadOnlySpan<byte> bytes) => TryReadUnsigned(ref bytes, out ulong value) && bytes.IsEmpty ? value : null;

    /// <summary>A whole value that is one signed number; null when it is anything else.</summary>
    public static long? Signed(ReadOnlySpan<byte> bytes) => TryReadSigned(ref bytes, out long value) && bytes.IsEmpty ? value : null;
}
