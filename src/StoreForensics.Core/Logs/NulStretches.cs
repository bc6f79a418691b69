using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>
/// Stretches of a log that are NUL bytes or holes: what a power cut leaves where records were, or a rotation that copies the file and truncates it under the
/// engine's open handle. Each is told by its place and length, up to a number; of the others how many there were.
/// </summary>
internal sealed class NulStretches(ProblemLog problems, Origin origin, string code, string records)
{
    /// <summary>Stretches of one file that are told one by one.</summary>
    public const int MostTold = 100;

    private long _start;
    private long _bytes;
    private long _holeBytes;
    private int _told;
    private long _moreStart;
    private long _moreBytes;
    private long _more;

    /// <summary>In the order of places; what follows the last one without a gap belongs to it.</summary>
    public void Add(long offset, long bytes, bool isHole = false)
    {
        if (offset != _start + _bytes)
            Tell();
        if (_bytes == 0)
            _start = offset;
        _bytes += bytes;
        _holeBytes += isHole ? bytes : 0;
    }

    /// <summary>Tells what has not been told yet.</summary>
    public void End()
    {
        Tell();
        if (_more > 0)
            problems.Damage(code, origin with { Offset = _moreStart },
                $"{_more} further stretches of the log, {_moreBytes} bytes in all, are NUL bytes or holes");
        _more = 0;
    }

    private void Tell()
    {
        if (_bytes == 0)
            return;
        if (_told++ < MostTold)
            problems.Damage(code, origin with { Offset = _start }, $"{_bytes} bytes of the log are {Words}");
        else
        {
            _moreStart = _more++ == 0 ? _start : _moreStart;
            _moreBytes += _bytes;
        }
        (_bytes, _holeBytes) = (0, 0);
    }

    private string Words => _holeBytes == _bytes ? $"a hole, which holds no {records}; reading goes on behind it"
        : $"NUL bytes{(_holeBytes == 0 ? "" : " and a hole")}, which hold no {records}; reading goes on behind them";
}
