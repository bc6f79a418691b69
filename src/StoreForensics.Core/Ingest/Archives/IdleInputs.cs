namespace StoreForensics.Ingest.Archives;

/// <summary>Which of many compressed archives may stay open where their last readers stopped: each holds buffers and a thread.</summary>
internal sealed class IdleInputs
{
    private const int MostAtATime = 8;

    private readonly Lock _lock = new();
    private readonly LinkedList<DecodedContent> _used = new();

    /// <summary>Closes the one that was used longest ago where there are too many. To be called without a lock of an archive held.</summary>
    public void Used(DecodedContent content)
    {
        DecodedContent? oldest = null;
        lock (_lock)
        {
            _used.Remove(content);
            _used.AddLast(content);
            if (_used.Count > MostAtATime)
            {
                oldest = _used.First!.Value;
                _used.RemoveFirst();
            }
        }
        oldest?.Forget();
    }
}
