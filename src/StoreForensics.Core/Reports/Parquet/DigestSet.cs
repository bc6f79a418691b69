using StoreForensics.Primitives;

namespace StoreForensics.Reports.Parquet;

/// <summary>
/// Digests of 32 bytes, given in any order and often, told once each and sorted. Memory does not grow with their number: they wait in a scratch file.
/// </summary>
internal sealed class DigestSet(Scratch scratch) : IDisposable
{
    private const int Length = 32;
    private const int BlockBytes = 128 * Length;

    // By the first byte: what is sorted at once is a 256th of all.
    private readonly Bucket[] _buckets = [.. Enumerable.Range(0, 256).Select(_ => new Bucket())];
    private FileStream? _file;

    /// <exception cref="IOException">The disk is full or fails.</exception>
    public void Add(ReadOnlySpan<byte> digest)
    {
        Bucket bucket = _buckets[digest[0]];
        bucket.Bytes ??= new byte[BlockBytes];
        digest.CopyTo(bucket.Bytes.AsSpan(bucket.Used));
        bucket.Used += Length;
        if (bucket.Used < BlockBytes)
            return;
        _file ??= scratch.CreateFile("digests");
        bucket.Blocks.Add(_file.Length);
        _file.Position = _file.Length;
        _file.Write(bucket.Bytes);
        bucket.Used = 0;
    }

    /// <summary>Each once, in the order of their bytes; the memory is used again for the next.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Sorted()
    {
        foreach (Bucket bucket in _buckets.Where(b => b.Bytes is not null))
        {
            byte[] all = new byte[(bucket.Blocks.Count * BlockBytes) + bucket.Used];
            for (int i = 0; i < bucket.Blocks.Count; i++)
            {
                _file!.Position = bucket.Blocks[i];
                _file.ReadExactly(all.AsSpan(i * BlockBytes, BlockBytes));
            }
            bucket.Bytes.AsSpan(0, bucket.Used).CopyTo(all.AsSpan(bucket.Blocks.Count * BlockBytes));
            int[] order = [.. Enumerable.Range(0, all.Length / Length)];
            Array.Sort(order, (a, b) => all.AsSpan(a * Length, Length).SequenceCompareTo(all.AsSpan(b * Length, Length)));
            for (int i = 0; i < order.Length; i++)
            {
                if (i == 0 || !all.AsSpan(order[i] * Length, Length).SequenceEqual(all.AsSpan(order[i - 1] * Length, Length)))
                    yield return all.AsMemory(order[i] * Length, Length);
            }
        }
    }

    public void Dispose() => _file?.Dispose();

    private sealed class Bucket
    {
        public byte[]? Bytes { get; set; }

        public int Used { get; set; }

        /// <summary>Where its full blocks are.</summary>
        public List<long> Blocks { get; } = [];
    }
}
