using System.Globalization;

namespace StoreForensics.Cli.Output;

/// <summary>One line on standard error that is written over while long work goes on: what is done, how far, how fast, and how long it will take yet.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const long MinMilliseconds = 200;
    private const long LongMilliseconds = 1000;
    private const int Width = 72;

    private readonly Lock _lock = new();
    private readonly System.Diagnostics.Stopwatch _clock = System.Diagnostics.Stopwatch.StartNew();
    private TimeSpan _began;
    private string _work = "reading";
    private string _unit = "";
    private long _last;
    private long _done;
    private bool _shown;

    /// <summary>Null when nothing is to be shown.</summary>
    public static ProgressLine? Create(bool quiet, bool forced) => quiet || (Console.IsErrorRedirected && !forced) ? null : new ProgressLine();

    /// <summary>Other work begins; its rate is its own.</summary>
    /// <param name="work">What is done: <c>reading</c>.</param>
    /// <param name="unit">What is counted: <c>events</c>; empty for bytes.</param>
    public void Begin(string work, string unit = "")
    {
        lock (_lock)
        {
            (_work, _unit, _began, _done) = (work, unit, _clock.Elapsed, 0);
            if (_shown || _clock.ElapsedMilliseconds > LongMilliseconds)
                Show(work + " …");
        }
    }

    /// <summary>So much of it is done; the total is null when unknown. May be called from any thread.</summary>
    public void Report(long done, long? total)
    {
        lock (_lock)
        {
            if (done < _done)
                _began = _clock.Elapsed; // the same work on the next evidence
            _done = done;
            // Short work shows nothing at all.
            if (_clock.ElapsedMilliseconds - _last < MinMilliseconds)
                return;
            _last = _clock.ElapsedMilliseconds;
            Show(Text(_work, _unit, done, total, (_clock.Elapsed - _began).TotalSeconds));
        }
    }

    /// <summary>Removes the line.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_shown)
                Console.Error.Write("\r" + new string(' ', Width) + "\r");
            _shown = false;
        }
    }

    public void Dispose() => Clear();

    /// <summary><c>reading 40 %, 120 MB/s, 3 s left</c>.</summary>
    internal static string Text(string work, string unit, long done, long? total, double seconds)
    {
        double rate = done / Math.Max(0.001, seconds);
        if (total is not long all || all <= 0)
            return string.Create(CultureInfo.InvariantCulture, $"{work}: {done}{(unit.Length == 0 ? "" : " " + unit)}, {rate:F0}/s");
        string speed = unit.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:F0} MB/s")
            : string.Create(CultureInfo.InvariantCulture, $"{rate:F0} {unit}/s");
        // The total may be an estimate that is passed; and the first moment says nothing of the rest.
        string left = seconds < 0.5 || done <= 0 ? "" : $", {Left(Math.Max(0, (all - done) / Math.Max(1, rate)))} left";
        return string.Create(CultureInfo.InvariantCulture, $"{work} {Math.Min(100, 100.0 * done / all):F0} %, {speed}{left}");
    }

    private static string Left(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s")
        : seconds < 5400
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h");

    private void Show(string text)
    {
        Console.Error.Write("\r" + text.PadRight(Width)[..Width]);
        _shown = true;
    }
}
