using System.Collections.Concurrent;

namespace StoreForensics.Timeline;

/// <summary>SHA-256 of files' contents, by source and node; empty unless they were asked for.</summary>
internal sealed class FileDigests
{
    private readonly ConcurrentDictionary<(int Source, int Node), byte[]> _digests = [];

    public void Set(int source, int node, byte[] sha256) => _digests[(source, node)] = sha256;

    public ReadOnlyMemory<byte> Get(int source, int node) => !_digests.IsEmpty && _digests.TryGetValue((source, node), out byte[]? digest) ? digest : default;
}
