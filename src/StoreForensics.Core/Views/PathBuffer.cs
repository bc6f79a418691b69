namespace StoreForensics.Views;

/// <summary>An absolute path that grows and shrinks while a tree is walked, so that no walk allocates a string per entry.</summary>
public sealed class PathBuffer
{
    private byte[] _bytes = new byte[512];

    public int Length { get; private set; }

    /// <summary>The path; <c>/</c> for the root. Valid until the next change.</summary>
    public ReadOnlyMemory<byte> Memory => Length == 0 ? s_root : _bytes.AsMemory(0, Length);

    private static readonly byte[] s_root = "/"u8.ToArray();

    /// <summary>Appends <c>/name</c>.</summary>
    public void Push(ReadOnlySpan<byte> name)
    {
        int needed = Length + 1 + name.Length;
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        _bytes[Length] = (byte)'/';
        name.CopyTo(_bytes.AsSpan(Length + 1));
        Length = needed;
    }

    /// <summary>Shortens to a length that was read from <see cref="Length"/> before.</summary>
    public void Truncate(int length) => Length = length;
}
