
namespace StoreForensics.Reports.Text;

/// <summary>Permission and set-id bits as four octal digits: <c>4755</c>, <c>0644</c>.</summary>
internal static class OctalMode
{
    /// <summary>Writes four digits, or nothing when unknown; returns the bytes written.</summary>
    public static int Write(int? mode, Span<byte> target)
    {
        if (mode is not int bits)
            return 0;
        for (int i = 3; i >= 0; i--, bits >>= 3)
            target[i] = (byte)('0' + (bits & 7));
        return 4;
    }
}
