using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>Several sources one after the other: pieces of a split file, extents of a disk, segments of a logical volume. Does not own them.</summary>
internal sealed class JoinedBlocks : IBlockSource
{
    private readonly IBlockSource[] _parts;
    private readonly long[] _starts;

    /// <exception cref="Primitives.EvidenceFormatException">Together they are longer than 2^63 bytes.</exception>
    public JoinedBlocks(IReadOnlyList<IBlockSource> parts)
    {
        _parts = [.. parts.Where(p => p.Length > 0)];
        _starts = new long[_parts.Length];
        for (int i = 0; i < _parts.Length; i++)
        {
            _starts[i] = Length;
            if (_parts[i].Length > long.MaxValue - Length)
                throw new Primitives.EvidenceFormatException(DiskProblems.BadHeader, "the parts are together longer than any disk");
            Length += _parts[i].Length;
        }
    }

    public long Length { get; }

    /// <summary>A run of a source that may end too early: what follows the run must not
    /// move up, so that the missing rest keeps its place and cannot be read.</summary>
    /// <param name="source">The source.</param>
    /// <param name="start">The run's first byte, not negative.</param>
    /// <param name="length">Its length as it should be.</param>
    /// <param name="rest">What is missing where it is, for the message.</param>
    public static JoinedBlocks Exactly(IBlockSource source, long start, long length, string rest)
    {
        long within = Math.Clamp(source.Length - start, 0, length);
        return new JoinedBlocks([new BlockWindow(source, Math.Min(start, source.Length), within), new MissingBlocks(length - within, rest)]);
    }

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        while (!target.IsEmpty)
        {
            int part = PartOf(offset);
            long start = offset - _starts[part];
            int count = (int)Math.Min(target.Length, _parts[part].Length - start);
            _parts[part].ReadAt(start, target[..count]);
            target = target[count..];
            offset += count;
        }
    }

    public DataRun NextData(long from)
    {
        for (int part = from < Length ? PartOf(from) : _parts.Length; part < _parts.Length; part++)
        {
            DataRun data = _parts[part].NextData(Math.Max(0, from - _starts[part]));
            if (!data.IsEmpty)
                return data.Moved(_starts[part], _starts[part] + _parts[part].Length);
        }
        return new(Length, Length);
    }

    private int PartOf(long offset) => Array.BinarySearch(_starts, offset) is var part && part < 0 ? ~part - 1 : part;

    public void Dispose()
    {
    }
}
