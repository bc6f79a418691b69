using System.Security.Cryptography;
using System.Text;

namespace StoreForensics.Reports.CaseLd;

/// <summary>Identifiers that depend on what they stand for alone: UUIDs of version 5 (RFC 9562, section 5.5) of the evidence's digest or name and of what
/// the thing is called in it.</summary>
/// <param name="evidence">Digest of each evidence, or its name where none was computed, by its name.</param>
internal sealed class CaseIds(IReadOnlyDictionary<string, string> evidence)
{
    // UUID 5 of the name "storeforensics" in the namespace of DNS names.
    private static readonly byte[] s_namespace = Uuid(Convert.FromHexString("6ba7b8109dad11d180b400c04fd430c8"), "storeforensics");

    /// <summary>An IRI, <c>urn:uuid:…</c>.</summary>
    /// <param name="kind">What it is, so that two kinds of one name differ.</param>
    /// <param name="of">The evidence that it is of; empty for the tool and the case.</param>
    /// <param name="parts">What it is called.</param>
    public string Of(string kind, string of, params ReadOnlySpan<string> parts)
    {
        string name = string.Join('\n', [kind, evidence.GetValueOrDefault(of, of), .. parts]);
        string hex = Convert.ToHexStringLower(Uuid(s_namespace, name));
        return $"urn:uuid:{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
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
