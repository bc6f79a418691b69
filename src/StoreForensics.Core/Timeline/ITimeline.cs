using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline;

/// <summary>The sorted events of a case. Can be enumerated again and again, by one reader at a time each; memory does not grow with their number.</summary>
public interface ITimeline
{
    TimelineSummary Summary { get; }

    /// <summary>How far the times can be trusted; null where that was not examined.</summary>
    ClockReport? Clocks => null;

    /// <summary>SHA-256 of a regular file's content, 32 bytes; empty where it was not computed.</summary>
    ReadOnlyMemory<byte> Sha256Of(IEvidenceSource source, int node) => default;

    /// <summary>All events that pass the case's filter, in order. The instance handed out is reused.</summary>
    IEnumerable<TimelineEvent> Events();
}

/// <summary>Counts over the whole timeline, taken while it was sorted.</summary>
public sealed class TimelineSummary
{
    /// <summary>Events in all.</summary>
    public required long Count { get; init; }

    /// <summary>By <see cref="EventType"/>, as index.</summary>
    public required IReadOnlyList<long> CountByType { get; init; }

    /// <summary>Null when there are no events.</summary>
    public required Timestamp? First { get; init; }

    public required Timestamp? Last { get; init; }

    /// <summary>Events per UTC day (days since 1970), in order; days without events are absent.</summary>
    public required IReadOnlyList<DayCount> Days { get; init; }
}

/// <summary>Events of one UTC day.</summary>
/// <param name="Day">Days since 1970-01-01; negative before.</param>
/// <param name="Files">Events of layer and volume files.</param>
/// <param name="Others">All other events.</param>
public readonly record struct DayCount(long Day, long Files, long Others);
