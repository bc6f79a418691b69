namespace StoreForensics.Fuzz;

/// <summary>
/// What a target is given. Either bytes of its own, or those of the seed changed in place, which <see cref="Undo"/> takes back: a copy of an image for each
/// execution would cost more than reading it.
/// </summary>
internal sealed class Input(Seed seed, byte[]? own = null)
{
    private readonly List<(int At, byte Was)> _changes = [];

    public Seed Seed => seed;

    public byte[] Bytes { get; } = own ?? seed.Bytes;

    /// <summary>How many of the bytes count; fewer than there are where the end was cut off.</summary>
    public int Length { get; private set; } = (own ?? seed.Bytes).Length;

    public IReadOnlyList<(int At, byte Was)> Changes => _changes;

    public ReadOnlyMemory<byte> Memory => Bytes.AsMemory(0, Length);

    public void Set(int at, byte value)
    {
        _changes.Add((at, Bytes[at]));
        Bytes[at] = value;
    }

    public void Cut(int length) => Length = length;

    /// <summary>Makes the seed what it was.</summary>
    public void Undo()
    {
        for (int i = _changes.Count - 1; i >= 0; i--)
            Bytes[_changes[i].At] = _changes[i].Was;
        _changes.Clear();
    }

    public byte[] ToArray() => Memory.ToArray();
}
