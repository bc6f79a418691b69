using System.Buffers.Text;
using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>libarchive's spelling of an extended attribute: the name with <c>%HH</c> escapes, the value in base64 without padding.</summary>
internal static class LibarchiveXattr
{
    /// <summary>Null when the value is no base64.</summary>
    public static ExtendedAttribute? Decode(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> bare = value.TrimEnd((byte)'=');
        byte[] padded = new byte[(bare.Length + 3) / 4 * 4];
        padded.AsSpan().Fill((byte)'=');
        bare.CopyTo(padded);
        byte[] decoded = new byte[padded.Length / 4 * 3];
        if (Base64.DecodeFromUtf8(padded, decoded, out int used, out int length) != System.Buffers.OperationStatus.Done || used != padded.Length)
            return null;
        return new ExtendedAttribute(Encoding.UTF8.GetString(Unescape(name)), decoded[..length]);
    }

    private static byte[] Unescape(ReadOnlySpan<byte> name)
    {
        var plain = new List<byte>(name.Length);
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] == '%' && i + 2 < name.Length && Utf8Parser.TryParse(name.Slice(i + 1, 2), out byte value, out int used, 'x') && used == 2)
            {
                plain.Add(value);
                i += 2;
            }
            else
            {
                plain.Add(name[i]);
            }
        }
        return [.. plain];
    }
}
