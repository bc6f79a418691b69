using System.Text;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>A timeline in memory, sorted as given; hands out one reused instance, as the real one does.</summary>
internal sealed class FakeTimeline : ITimeline
{
    private readonly List<Row> _rows;

    public FakeTimeline(IEnumerable<Row> rows)
    {
        _rows = [.. rows];
        long[] byType = new long[EventTypes.Names.Count];
        var days = new SortedDictionary<long, (long Files, long Others)>();
        foreach (Row row in _rows)
        {
            byType[(int)row.Type]++;
            long day = (long)Math.Floor(row.Time.Seconds / 86400.0);
            (long files, long others) = days.GetValueOrDefault(day);
            bool isFile = row.Type.Name().StartsWith("layer.file.", StringComparison.Ordinal) || row.Type == EventType.VolumeFileModified;
            days[day] = isFile ? (files + 1, others) : (files, others + 1);
        }
        Summary = new TimelineSummary
        {
            Count = _rows.Count,
            CountByType = byType,
            First = _rows.Count == 0 ? null : _rows[0].Time,
            Last = _rows.Count == 0 ? null : _rows[^1].Time,
            Days = [.. days.Select(d => new DayCount(d.Key, d.Value.Files, d.Value.Others))],
        };
    }

    public TimelineSummary Summary { get; }

    public IEnumerable<TimelineEvent> Events()
    {
        var reused = new TimelineEvent();
        byte[] buffer = new byte[1 << 16];
        foreach (Row row in _rows)
        {
            Array.Clear(buffer); // what was handed out before must not be read any more
            byte[] message = row.RawMessage ?? Encoding.UTF8.GetBytes(row.Message);
            message.CopyTo(buffer, 0);
            reused.Time = row.Time;
            reused.Type = row.Type;
            reused.TimeMeaning = row.Meaning;
            reused.Subject = row.Subject;
            reused.Message = buffer.AsMemory(0, message.Length);
            reused.Tag = row.Tag;
            yield return reused;
        }
    }

    internal sealed record Row(Timestamp Time, EventType Type, string Message)
    {
        public byte[]? RawMessage { get; init; }

        public string Meaning { get; init; } = "as recorded";

        public string Tag { get; init; } = "";

        public EventSubject Subject { get; init; } = new() { Index = 0, Evidence = "evidence.tar" };
    }
}
