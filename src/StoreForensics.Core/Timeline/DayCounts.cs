namespace StoreForensics.Timeline;

/// <summary>Counts sorted events by UTC day.</summary>
internal sealed class DayCounts
{
    private readonly List<DayCount> _days = [];

    public IReadOnlyList<DayCount> Days => _days;

    /// <param name="seconds">Of the event, since 1970; not before those of the one added last.</param>
    /// <param name="type">What it is.</param>
    public void Add(long seconds, EventType type)
    {
        long day = (long)Math.Floor(seconds / 86400.0);
        bool isFile = type >= EventType.StoreFileModified;
        if (_days.Count == 0 || _days[^1].Day != day)
            _days.Add(new DayCount(day, 0, 0));
        _days[^1] = _days[^1] with { Files = _days[^1].Files + (isFile ? 1 : 0), Others = _days[^1].Others + (isFile ? 0 : 1) };
    }
}
