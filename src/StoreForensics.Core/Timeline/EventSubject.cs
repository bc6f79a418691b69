namespace StoreForensics.Timeline;

/// <summary>
/// Whom an event concerns: shared by all events of one layer, image or container, so that a million rows hold it once and writers can keep it encoded
/// by <see cref="Index"/>. Subjects of the same owners list them in the same instance, by which writers can keep long lists encoded.
/// </summary>
public sealed class EventSubject
{
    /// <summary>Dense, from 0, in the order of creation.</summary>
    public required int Index { get; init; }

    /// <summary>The evidence as named by the user.</summary>
    public required string Evidence { get; init; }

    public string Store { get; init; } = "";

    /// <summary>Names of every owning image, in byte order; <c>repository:tag</c>, else the short id.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    public IReadOnlyList<string> ImageIds { get; init; } = [];

    /// <summary>The build step, of the first image listed; 1 is the oldest.</summary>
    public int? Step { get; init; }

    /// <summary>As recorded: the step's <c>created_by</c>, or the container's path and arguments.</summary>
    public string? Command { get; init; }

    public IReadOnlyList<string> Containers { get; init; } = [];

    public IReadOnlyList<string> ContainerIds { get; init; } = [];

    public string? Layer { get; init; }

    /// <summary>Of a container that was removed and recovered; null for the rest.</summary>
    public Evidence.Recovery? Recovery { get; init; }
}
