using System.Text;

namespace StoreForensics.Primitives;

/// <summary>
/// A path as the bytes that the evidence holds, with <c>/</c> between names. Equality and order are by bytes. Not normalised, not decoded:
/// <see cref="ToString"/> escapes and is for eyes only.
/// </summary>
public readonly struct EvidencePath : IEquatable<EvidencePath>, IComparable<EvidencePath>
{
    private readonly byte[]? _bytes;

    public EvidencePath(byte[] bytes) => _bytes = bytes;

    public EvidencePath(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    public static implicit operator EvidencePath(string text) => new(Encoding.UTF8.GetBytes(text));

    public static EvidencePath FromString(string text) => new(Encoding.UTF8.GetBytes(text));

    public ReadOnlySpan<byte> Bytes => _bytes;

    public int Length => _bytes?.Length ?? 0;

    public bool IsEmpty => Length == 0;

    /// <summary>Whether the bytes are well-formed UTF-8.</summary>
    public bool IsUtf8 => System.Text.Unicode.Utf8.IsValid(Bytes);

    public bool Equals(EvidencePath other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is EvidencePath other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    public int CompareTo(EvidencePath other) => Bytes.SequenceCompareTo(other.Bytes);

    public static bool operator ==(EvidencePath a, EvidencePath b) => a.Equals(b);

    public static bool operator !=(EvidencePath a, EvidencePath b) => !a.Equals(b);

    public static bool operator <(EvidencePath a, EvidencePath b) => a.CompareTo(b) < 0;

    public static bool operator >(EvidencePath a, EvidencePath b) => a.CompareTo(b) > 0;

    public static bool operator <=(EvidencePath a, EvidencePath b) => a.CompareTo(b) <= 0;

    public static bool operator >=(EvidencePath a, EvidencePath b) => a.CompareTo(b) >= 0;

    /// <summary>For people: control, bidirectional and malformed bytes escaped. Not
    /// reversible where a backslash is in the name; use <see cref="Bytes"/>.</summary>
    public override string ToString() => DisplayText.Escape(Bytes);
}
