namespace StoreForensics.Ingest;

/// <summary>What opens encrypted volumes: the bytes of a passphrase or of a key file. Never told, written or logged.</summary>
public sealed class DiskKey
{
    /// <summary>Longer key files are none that cryptsetup makes or takes by default.</summary>
    public const int MaxBytes = 8 << 20;

    private readonly byte[] _bytes;

    /// <exception cref="ArgumentException">There are none, or too many.</exception>
    public DiskKey(byte[] bytes) => _bytes = bytes.Length is > 0 and <= MaxBytes ? bytes
        : throw new ArgumentException("a key has from 1 to 8388608 bytes", nameof(bytes));

    /// <summary>The bytes as they are; and without a line's end, which editors and <c>echo</c> put behind a passphrase.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Spellings
    {
        get
        {
            yield return _bytes;
            if (_bytes is [.. _, (byte)'\r', (byte)'\n'] && _bytes.Length > 2)
                yield return _bytes.AsMemory(0, _bytes.Length - 2);
            else if (_bytes is [.. _, (byte)'\n'] && _bytes.Length > 1)
                yield return _bytes.AsMemory(0, _bytes.Length - 1);
        }
    }
}
