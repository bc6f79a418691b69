using StoreForensics.Primitives;

namespace StoreForensics.Formats.Bolt;

/// <summary>
/// A key or bucket name as bytes. Equality and order are by bytes, as in the file. Not decoded: <see cref="ToString"/> escapes, cuts what is
/// very long (a forged key can have the size of the file) and is for eyes only; <see cref="ToText"/> is whole.
/// </summary>
internal readonly struct BoltKey(ReadOnlyMemory<byte> bytes) : IEquatable<BoltKey>, IComparable<BoltKey>
{
    private const int MaxShown = 120;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public ReadOnlySpan<byte> Span => Bytes.Span;

    public static implicit operator BoltKey(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    public bool Equals(BoltKey other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is BoltKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public int CompareTo(BoltKey other) => Span.SequenceCompareTo(other.Span);

    public static bool operator ==(BoltKey a, BoltKey b) => a.Equals(b);

    public static bool operator !=(BoltKey a, BoltKey b) => !a.Equals(b);

    /// <summary>As UTF-8; a byte that is not becomes <c>\xHH</c>.</summary>
    public string ToText() => System.Text.Unicode.Utf8.IsValid(Span) ? System.Text.Encoding.UTF8.GetString(Span) : DisplayText.Escape(Span);

    public override string ToString() => Span.Length <= MaxShown ? DisplayText.Escape(Span) : DisplayText.Escape(Span[..MaxShown]) + "…";
}
