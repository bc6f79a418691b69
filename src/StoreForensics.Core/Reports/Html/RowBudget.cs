using StoreForensics.Reports.Html.Data;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Html;

/// <summary>
/// Which events a page of bounded size holds. The few that tell a story come before log lines, those before files; within a kind the newest win, for
/// the oldest files are those that came with base images. Decided from the counts alone, before the first event is read.
/// </summary>
internal sealed class RowBudget
{
    private readonly long[] _toSkip = new long[3];

    public RowBudget(TimelineSummary summary, long limit)
    {
        var counts = new long[3];
        for (int type = 0; type < summary.CountByType.Count; type++)
            counts[Rank((EventType)type)] += summary.CountByType[type];
        for (int rank = 0; rank < counts.Length; rank++)
        {
            long kept = Math.Min(counts[rank], limit);
            limit -= kept;
            _toSkip[rank] = counts[rank] - kept;
        }
        LeftOut = [.. _toSkip];
    }

    /// <summary>What is left out: other events, log lines, file events.</summary>
    public IReadOnlyList<long> LeftOut { get; }

    /// <summary>In words, null when the page holds everything.</summary>
    public string? Describe()
    {
        string[] names = ["event", "log line", "file event"];
        string[] parts = [.. Enumerable.Range(0, 3).Where(i => LeftOut[i] > 0).Reverse().Select(i => ReportNumber.Count(LeftOut[i], names[i]))];
        return parts.Length == 0 ? null : string.Join(" and ", parts);
    }

    /// <summary>Asked once for every event, in order.</summary>
    public bool Takes(EventType type)
    {
        ref long toSkip = ref _toSkip[Rank(type)];
        if (toSkip == 0)
            return true;
        toSkip--;
        return false;
    }

    private static int Rank(EventType type) => EventGroups.Of(type) switch { 5 => 2, 3 => 1, _ => 0 };
}
