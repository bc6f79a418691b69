namespace StoreForensics.Model;

/// <summary>A list of names to group by: equal where the names are, in their order. Lists of thousands are neither joined nor copied for it.</summary>
internal readonly struct NameList(IReadOnlyList<string> names) : IEquatable<NameList>
{
    private IReadOnlyList<string> Names => names;

    public bool Equals(NameList other) => ReferenceEquals(names, other.Names) || names.SequenceEqual(other.Names, StringComparer.Ordinal);

    public override bool Equals(object? obj) => obj is NameList other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        for (int i = 0; i < names.Count; i++)
            hash.Add(names[i], StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
