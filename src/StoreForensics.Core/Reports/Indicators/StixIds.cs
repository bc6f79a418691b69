using System.Security.Cryptography;
using System.Text;

namespace StoreForensics.Reports.Indicators;

/// <summary>Identifiers that depend on what they stand for alone: UUIDs of version 5 (RFC 9562, section 5.5).</summary>
internal static class StixIds
{
    // UUID 5 of the name "storeforensics" in the namespace of DNS names.
    private static readonly byte[] s_namespace = Uuid(Convert.FromHexString("6ba7b8109dad11d180b400c04fd430c8"), "storeforensics");

    /// <summary><c>TYPE--UUID</c>.</summary>
    public static string Of(string type, string name)
    {
        string hex = Convert.ToHexStringLower(Uuid(s_namespace, type + "|" + name));
        return $"{type}--{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    private static byte[] Uuid(byte[] space, string name)
    {
#pragma warning disable CA5350 // the standard's own choice: a name, no proof
        byte[] digest = SHA1.HashData([.. space, .. Encoding.UTF8.GetBytes(name)])[..16];
#pragma warning restore CA5350
        digest[6] = (byte)((digest[6] & 0x0F) | 0x50);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return digest;
    }
}
