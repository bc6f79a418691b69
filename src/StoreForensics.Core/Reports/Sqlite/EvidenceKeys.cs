using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Reports.Sqlite;

/// <summary>
/// Numbers of evidences: 48 bits of a SHA-256 over name, size, digest and number of names, so that the same evidence has the same number in every case file and
/// different ones do not meet.
/// </summary>
internal sealed class EvidenceKeys
{
    private readonly Dictionary<string, long> _keys = new(StringComparer.Ordinal);

    public EvidenceKeys(IEnumerable<EvidenceDetails> evidence)
    {
        foreach (EvidenceDetails details in evidence)
            _keys.TryAdd(details.Name, Key(details));
    }

    /// <summary>Null for a name that is none of the case's.</summary>
    public long? this[string evidence] => _keys.TryGetValue(evidence, out long key) ? key : null;

    private static long Key(EvidenceDetails details)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{details.Name}\n{details.SizeBytes}\n{details.Sha256}\n{details.Entries}");
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) >> 16);
    }
}
