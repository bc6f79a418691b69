using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// Contents set aside while a compressed archive goes by once: in memory as long as they fit, then in one temporary file. Known by where their data begins
/// in the archive. Readable from several threads once the pass is over.
/// </summary>
internal sealed class KeptContent(OpenOptions options) : IDisposable
{
    public const long MemoryBytes = 64 << 20;

    private readonly Dictionary<long, Piece> _pieces = [];
    private long _memoryLeft = MemoryBytes;
    private FileStream? _file;
    private long _fileLength;
    private bool _hasRoom = true;
    private bool _isOptional;

    public bool Wants(ReadOnlySpan<byte> path, long size)
    {
        _isOptional = !options.Keep(path, size);
        return !_isOptional || (_hasRoom && options.KeepIfRoom(path, size));
    }

    /// <summary>Takes the next bytes of the input, of a file that was asked about last; returns how many there were.</summary>
    /// <exception cref="EvidenceOpenException">The temporary file cannot be written.</exception>
    public long Store(long dataOffset, long length, BlockInput input)
    {
        // Metadata has the memory; what is kept only if there is room goes to the file.
        if (_isOptional || length > _memoryLeft)
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
        long start = _fileLength, taken = 0;
        try
        {
            _file ??= options.Scratch.CreateFile("content");
            while (taken < length && input.TakeSome(length - taken) is { IsEmpty: false } some)
            {
                taken += some.Length;
                RandomAccess.Write(_file.SafeFileHandle, some, _fileLength);
                _fileLength += some.Length;
            }
        }
        catch (IOException) when (_isOptional)
        {
            // The disk is full: what room this file took goes back to metadata, and its bytes go by.
            (_hasRoom, _fileLength) = (false, start);
            return taken + input.Skip(length - taken);
        }
        catch (IOException full)
        {
            throw new EvidenceOpenException($"A temporary file cannot be written: {full.Message}", full);
        }
        _pieces[dataOffset] = new Piece(null, start, taken);
        return taken;
    }

    private readonly record struct Piece(byte[]? Memory, long Start, long Length);
}
