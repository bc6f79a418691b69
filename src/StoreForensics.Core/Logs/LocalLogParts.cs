using System.Buffers;

namespace StoreForensics.Logs;

/// <summary>A line of a <c>local</c> log, its parts joined.</summary>
/// <param name="First">The first part that is there; it has the line's time.</param>
/// <param name="Text">Without a line feed.</param>
/// <param name="HasEnd">Whether the last part is there.</param>
/// <param name="IsWhole">Whether nothing is missing: neither the beginning (rotated away), nor a part, nor the end, as far as parts are numbered.</param>
internal sealed record LocalLogLine(LocalLogEntry First, ReadOnlyMemory<byte> Text, bool HasEnd, bool IsWhole);

/// <summary>Joins the parts of long lines, for each stream by itself: the engine splits lines at 16 KiB.</summary>
internal sealed class LocalLogParts
{
    private const int MaxJoinedBytes = 16 << 20;

    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);

    /// <summary>Takes the next record; gives the lines that it completes, the older first: at most two.</summary>
    public IEnumerable<LocalLogLine> Add(LocalLogEntry entry)
    {
        string key = entry.Stream ?? "";
        if (_pending.TryGetValue(key, out Pending? pending) && !pending.GoesOnWith(entry))
        {
            _pending.Remove(key);
            yield return pending.ToLine(hasEnd: false);
            pending = null;
        }
        if (pending is null && !entry.IsPartial)
        {
            yield return new LocalLogLine(entry, entry.Line, HasEnd: true, IsWhole: true);
            yield break;
        }
        pending ??= _pending[key] = new Pending(entry);
        pending.Take(entry);
        if (!entry.EndsLine && pending.Length < MaxJoinedBytes)
            yield break;
        _pending.Remove(key);
        yield return pending.ToLine(entry.EndsLine);
    }

    /// <summary>Lines whose last part never came.</summary>
    public IEnumerable<LocalLogLine> Rest()
    {
        LocalLogLine[] rest = [.. _pending.Values.OrderBy(p => p.First.Offset).Select(p => p.ToLine(hasEnd: false))];
        _pending.Clear();
        return rest;
    }

    private sealed class Pending(LocalLogEntry first)
    {
        private readonly ArrayBufferWriter<byte> _text = new();
        private bool _isGapless = first.PartNumber <= 1;
        private int _lastNumber;

        public LocalLogEntry First => first;

        public int Length => _text.WrittenCount;

        /// <summary>Records without part data (older engines) are told by order alone.</summary>
        public bool GoesOnWith(LocalLogEntry entry) => entry.PartId == first.PartId;

        public void Take(LocalLogEntry entry)
        {
            _isGapless &= _lastNumber == 0 || entry.PartNumber == _lastNumber + 1;
            _lastNumber = entry.PartNumber;
            _text.Write(entry.Line.Span);
        }

        public LocalLogLine ToLine(bool hasEnd) => new(first, _text.WrittenSpan.ToArray(), hasEnd, hasEnd && _isGapless);
    }
}
