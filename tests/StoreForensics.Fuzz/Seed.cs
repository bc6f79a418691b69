namespace StoreForensics.Fuzz;

/// <summary>A whole input that mutations start from.</summary>
/// <param name="Name">Where it came from; its ending tells what it is.</param>
/// <param name="Bytes">Never changed for good: see <see cref="Input"/>.</param>
internal sealed record Seed(string Name, byte[] Bytes)
{
    private const int BlockBytes = 512;

    /// <summary>Beginnings of the blocks that hold anything: most of an image is zeros, whose mutation tells nothing.</summary>
    public IReadOnlyList<int> Used { get; } = [.. Enumerable.Range(0, (Bytes.Length + BlockBytes - 1) / BlockBytes).Select(i => i * BlockBytes)
        .Where(at => Bytes.AsSpan(at, Math.Min(BlockBytes, Bytes.Length - at)).ContainsAnyExcept((byte)0))];

    /// <summary>A place where something is, more often near the beginning, where headers are.</summary>
    public int Place(Random random)
    {
        if (random.Next(5) == 0 || Used.Count == 0)
            return random.Next(Math.Min(Bytes.Length, 4096));
        int block = Used[random.Next(Used.Count)], at = block;
        for (int i = 0; i < 8; i++)
        {
            at = block + random.Next(Math.Min(BlockBytes, Bytes.Length - block));
            if (Bytes[at] != 0)
                break;
        }
        return at;
    }
}
