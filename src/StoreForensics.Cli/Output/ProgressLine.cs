using System.Globalization;

namespace StoreForensics.Cli.Output;

/// <summary>One line on standard error that is written over while the evidence is read.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const long MinMilliseconds = 200;

    private readonly Lock _lock = new();
    private readonly System.Diagnostics.Stopwatch _clock = System.Diagnostics.Stopwatch.StartNew();
    private long _last = -MinMilliseconds;
    private bool _shown;

    /// <summary>Null when nothing is to be shown.</summary>
    public static ProgressLine? Create(bool quiet, bool forced) => quiet || (Console.IsErrorRedirected && !forced) ? null : new ProgressLine();

    public void Report(long done, long? total)
    {
        lock (_lock)
        {
            if (_clock.ElapsedMilliseconds - _last < MinMilliseconds)
                return;
            _last = _clock.ElapsedMilliseconds;
            double seconds = Math.Max(0.001, _clock.Elapsed.TotalSeconds);
            string text = total is long all and > 0
                ? string.Create(CultureInfo.InvariantCulture, $"reading {100.0 * done / all:F0} %, {done / seconds / 1e6:F0} MB/s, {Math.Max(0, (all - done) / Math.Max(1, done / seconds)):F0} s left")
                : string.Create(CultureInfo.InvariantCulture, $"reading {done}");
            Console.Error.Write("\r" + text.PadRight(60));
            _shown = true;
        }
    }

    /// <summary>Removes the line.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_shown)
                Console.Error.Write("\r" + new string(' ', 60) + "\r");
            _shown = false;
        }
    }

    public void Dispose() => Clear();
}
