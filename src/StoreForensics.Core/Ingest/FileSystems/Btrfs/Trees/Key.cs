namespace StoreForensics.Ingest.FileSystems.Btrfs.Trees;

/// <summary>What a tree is ordered by (<c>btrfs_disk_key</c>).</summary>
internal readonly record struct Key(ulong Object, byte Type, ulong Offset) : IComparable<Key>
{
    public static Key Last { get; } = new(ulong.MaxValue, byte.MaxValue, ulong.MaxValue);

    public static Key Parse(ReadOnlySpan<byte> b) => new(b.U64(0), b[8], b.U64(9));

    public static bool operator <(Key left, Key right) => left.CompareTo(right) < 0;

    public static bool operator >(Key left, Key right) => left.CompareTo(right) > 0;

    public static bool operator <=(Key left, Key right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Key left, Key right) => left.CompareTo(right) >= 0;

    public int CompareTo(Key other) => Object != other.Object ? Object.CompareTo(other.Object)
        : Type != other.Type ? Type.CompareTo(other.Type) : Offset.CompareTo(other.Offset);

    public override string ToString() => $"({Object} {Type} {Offset})";
}
