using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>The bytes of an image that is a file of a source which can be sought in; opened when they are asked for, closed when too many are. One thread
/// reads at a time.</summary>
internal sealed class ImageBlocks(EntryRef file, OpenImages open) : IBlockSource
{
    private readonly Lock _lock = new();
    private StreamBlocks? _stream;
    private bool _isDisposed;

    public long Length => file.Facts.Size;

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        bool isNew;
        lock (_lock)
            Opened(out isNew).ReadAt(offset, target);
        if (isNew)
            open.Add(this);
    }

    public DataRun NextData(long from)
    {
        bool isNew;
        DataRun run;
        lock (_lock)
            run = Opened(out isNew).NextData(from);
        if (isNew)
            open.Add(this);
        return run;
    }

    /// <summary>What is asked for next opens it again.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _stream?.Dispose();
            _stream = null;
        }
    }

    public void Dispose()
    {
        Close();
        _isDisposed = true;
    }

    private StreamBlocks Opened(out bool isNew)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        isNew = _stream is null;
        return _stream ??= new StreamBlocks(file.Source.Open(file.Node));
    }
}
