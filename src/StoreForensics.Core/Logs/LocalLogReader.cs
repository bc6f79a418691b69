using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>
/// Reads the frames of a <c>local</c> log: a big-endian length, the record, the length again (format reference, section 5.5). Where a frame is
/// damaged, the next place that holds a whole record is searched and what lies between is said.
/// </summary>
internal sealed class LocalLogReader(Stream stream, ProblemLog problems, Origin origin)
{
    /// <summary>The engine's own limit for one record.</summary>
    public const int MaxRecordBytes = 1_000_000;

    private const int LengthBytes = sizeof(uint);

    /// <summary>
    /// Bytes that may be looked at in vain while searching: a forged file could make every position look like a record until its last byte.
    /// </summary>
    private const long MaxWastedBytes = 64L << 20;

    /// <summary>The shortest run of NUL bytes that is told within other bytes; records hold a few.</summary>
    private const int LeastNuls = 16;

    private readonly LocalLogBuffer _buffer = new(stream);
    private readonly NulStretches _nuls = new(problems, origin, "SF-LOCALLOG-0007", "records");
    private long _wasted;

    /// <summary>All records in file order; faults become problems.</summary>
    public IEnumerable<LocalLogEntry> Read()
    {
        while (HasMore())
        {
            int length = FrameLength(0);
            if (length < 0)
            {
                if (!Resynchronise())
                    break;
                continue;
            }
            LocalLogEntry? entry = LocalLogEntry.TryParse(_buffer.Bytes(LengthBytes, length), _buffer.Offset, isStrict: false);
            if (entry is null)
                problems.Damage("SF-LOCALLOG-0002", At(_buffer.Offset), $"a record of {length} bytes in the log cannot be decoded");
            _buffer.Skip(length + (2 * LengthBytes));
            if (entry is not null)
                yield return entry;
        }
        _nuls.End();
        if (_buffer.Fault is string fault)
            problems.Damage("SF-LOCALLOG-0003", At(_buffer.Offset + _buffer.Rest.Length), "the rest of the log cannot be read: " + DisplayText.Escape(fault));
    }

    private bool HasMore()
    {
        while (!_buffer.Has(1) && _buffer.IsAtHole)
        {
            long at = _buffer.Offset;
            _nuls.Add(at, _buffer.SkipHole(), isHole: true);
        }
        return _buffer.Has(1);
    }

    /// <summary>The length of the record whose frame begins there; -1 when none does.</summary>
    private int FrameLength(int from)
    {
        if (!_buffer.Has(from + (2 * LengthBytes)))
            return -1;
        uint length = _buffer.U32(from);
        // The engine writes no empty record, and zeros are what a power cut leaves.
        if (length is 0 or > MaxRecordBytes || !_buffer.Has(from + (2 * LengthBytes) + (int)length))
            return -1;
        return _buffer.U32(from + LengthBytes + (int)length) == length ? (int)length : -1;
    }

    // A record that was being written: its length, and fewer bytes than that.
    private bool IsTorn() => !_buffer.Has(LengthBytes) || (_buffer.U32(0) is > 0 and <= MaxRecordBytes and var length
        && !_buffer.Has((2 * LengthBytes) + (int)length));

    /// <summary>Moves to the next whole record, or to the hole before it; false at the end of the log.</summary>
    private bool Resynchronise()
    {
        long start = _buffer.Offset, nuls = 0;
        bool isTorn = IsTorn();
        while (_buffer.Has(1))
        {
            nuls = CountNuls(nuls);
            _buffer.Skip(1);
            int length = FrameLength(0);
            if (length < 0)
                continue;
            if (LocalLogEntry.TryParse(_buffer.Bytes(LengthBytes, length), _buffer.Offset, isStrict: true) is not null)
            {
                Tell("SF-LOCALLOG-0001", ProblemSeverity.Damage, start, nuls, "bytes of the log are no record; reading goes on behind them");
                return true;
            }
            _wasted += length;
            if (_wasted > MaxWastedBytes)
            {
                problems.Damage("SF-LOCALLOG-0004", At(start), "the log is too damaged to find further records in it");
                return false;
            }
        }
        ProblemSeverity severity = isTorn ? ProblemSeverity.Warning : ProblemSeverity.Damage;
        if (_buffer.IsAtHole)
            Tell("SF-LOCALLOG-0001", severity, start, nuls, "bytes of the log before a hole are no record; reading goes on behind it");
        else if (_buffer.Fault is null)
            Tell("SF-LOCALLOG-0005", severity, start, nuls, "bytes at the end of the log are no whole record");
        return _buffer.IsAtHole;
    }

    // Of the bytes passed so far those that are NUL bytes without another behind them.
    private long CountNuls(long before)
    {
        if (_buffer.Bytes(0, 1)[0] == 0)
            return before + 1;
        if (before >= LeastNuls)
            _nuls.Add(_buffer.Offset - before, before);
        return 0;
    }

    private void Tell(string code, ProblemSeverity severity, long start, long nuls, string words)
    {
        long passed = _buffer.Offset - start;
        if (nuls == passed || nuls >= LeastNuls)
            _nuls.Add(_buffer.Offset - nuls, nuls);
        if (nuls < passed)
            problems.Add(code, severity, At(start), $"{passed} {words}");
    }

    private Origin At(long offset) => origin with { Offset = offset };
}
