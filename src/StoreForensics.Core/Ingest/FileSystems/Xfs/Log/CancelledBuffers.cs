namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>Blocks that were freed later in the log: what was logged of them before that must not be put back, for something else may lie there now.</summary>
internal sealed class CancelledBuffers
{
    private readonly Dictionary<(long Block, uint Length), int> _left = [];

    public void Add(in BufferDescription buffer) => _left[buffer.Key] = _left.GetValueOrDefault(buffer.Key) + 1;

    /// <summary>One of its frees has been passed.</summary>
    public void Pass(in BufferDescription buffer)
    {
        if (_left.TryGetValue(buffer.Key, out int left) && left > 1)
            _left[buffer.Key] = left - 1;
        else
            _left.Remove(buffer.Key);
    }

    public bool Contains((long Block, uint Length) buffer) => _left.ContainsKey(buffer);

    /// <summary>Whether any of them begins there.</summary>
    public bool AnyWithin(long firstBlock, long endBlock) => _left.Keys.Any(k => k.Block >= firstBlock && k.Block < endBlock);
}
