using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// Contents set aside while a compressed archive goes by once: in memory as long as they fit, then in one temporary file. Known by where their data begins
/// in the archive. Readable from several threads once the pass is over.
/// </summary>
internal sealed class KeptContent(ContentPolicy policy, Scratch scratch) : IDisposable
{
    public const long MemoryBytes = 64 << 20;

    private readonly Dictionary<long, Piece> _pieces = [];
    private long _memoryLeft = MemoryBytes;
    private FileStream? _file;
    private long _fileLength;

    public bool Wants(ReadOnlySpan<byte> path, long size) => policy(path, size);

    /// <summary>Takes the next bytes of the input; returns how many there were.</summary>
    /// <exception cref="EvidenceOpenException">The temporary file cannot be written.</exception>
    public long Store(long dataOffset, long length, BlockInput input)
    {
        if (length > _memoryLeft)
            return Spool(dataOffset, length, input);
        byte[] memory = new byte[length];
        int stored = 0;
        while (stored < length && input.TakeSome(length - stored) is { IsEmpty: false } some)
        {
            some.CopyTo(memory.AsSpan(stored));
            stored += some.Length;
        }
        _memoryLeft -= length;
        _pieces[dataOffset] = new Piece(memory, 0, stored);
        return stored;
    }

    /// <summary>A stored content, seekable; null when it was not kept. Ends early where the archive did.</summary>
    public Stream? Open(long dataOffset)
    {
        if (!_pieces.TryGetValue(dataOffset, out Piece piece))
            return null;
        return piece.Memory is null
            ? new FileWindow(_file!.SafeFileHandle, piece.Start, piece.Length)
            : new MemoryStream(piece.Memory, 0, (int)piece.Length, writable: false);
    }

    public void Dispose() => _file?.Dispose();

    private long Spool(long dataOffset, long length, BlockInput input)
    {
        long start = _fileLength;
        try
        {
            _file ??= scratch.CreateFile("content");
            while (_fileLength - start < length && input.TakeSome(length - (_fileLength - start)) is { IsEmpty: false } some)
            {
                RandomAccess.Write(_file.SafeFileHandle, some, _fileLength);
                _fileLength += some.Length;
            }
        }
        catch (IOException full)
        {
            throw new EvidenceOpenException($"A temporary file cannot be written: {full.Message}", full);
        }
        _pieces[dataOffset] = new Piece(null, start, _fileLength - start);
        return _fileLength - start;
    }

    private readonly record struct Piece(byte[]? Memory, long Start, long Length);
}
