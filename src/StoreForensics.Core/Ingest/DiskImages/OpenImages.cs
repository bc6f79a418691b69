namespace StoreForensics.Ingest.DiskImages;

/// <summary>Which images are open: a directory has a file for each, and a process may not have many.</summary>
internal sealed class OpenImages
{
    private const int MostAtATime = 64;

    private readonly Lock _lock = new();
    private readonly Queue<ImageBlocks> _images = new();

    /// <summary>Closes the one that was opened longest ago where there are too many. To be called without a lock of an image held.</summary>
    public void Add(ImageBlocks image)
    {
        ImageBlocks? oldest = null;
        lock (_lock)
        {
            _images.Enqueue(image);
            if (_images.Count > MostAtATime)
                oldest = _images.Dequeue();
        }
        oldest?.Close();
    }
}
