using System.IO.Enumeration;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline;

/// <summary>Which events a timeline keeps. Each list holds alternatives; an empty one keeps all.</summary>
public sealed record EventFilter
{
    public static readonly EventFilter Everything = new();

    /// <summary>Inclusive.</summary>
    public Timestamp? Since { get; init; }

    /// <summary>Exclusive.</summary>
    public Timestamp? Until { get; init; }

    /// <summary>Full image ids, or names as in the column.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    public IReadOnlyList<string> Containers { get; init; } = [];

    /// <summary>Ids of the containers, or names of those without one, that alone are wanted beside what the other lists say; null: no matter which.</summary>
    public IReadOnlySet<string>? Pods { get; init; }

    /// <summary>Layer ids or prefixes.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Globs over event names.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Globs over paths; <c>*</c> also matches <c>/</c>.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Texts of which one must stand in the message, the command or the path, in any case of its letters.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Globs over the tags of an event, of which one must fit.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether whole rows have to be looked at, which are made when the timeline is read.</summary>
    public bool NeedsRows => Texts.Count > 0 || Tags.Count > 0;

    /// <summary>What only a whole row tells: <see cref="Texts"/> and <see cref="Tags"/>.</summary>
    public bool Accepts(TimelineEvent row) =>
        (Texts.Count == 0 || Texts.Any(t => Holds(row.Message.Span, t) || Holds(row.Path.Span, t)
            || row.Subject.Command?.Contains(t, StringComparison.OrdinalIgnoreCase) == true))
        && (Tags.Count == 0 || row.Tag.Split(',').Any(tag => tag.Length > 0
            && Tags.Any(t => FileSystemName.MatchesSimpleExpression(t, tag, ignoreCase: false))));

    private static bool Holds(ReadOnlySpan<byte> bytes, string text) => Encoding.UTF8.GetString(bytes).Contains(text, StringComparison.OrdinalIgnoreCase);

    public bool Accepts(Timestamp time) => (Since is not { } since || time >= since) && (Until is not { } until || time < until);

    public bool Accepts(EventType type) => Types.Count == 0 || Types.Any(t => FileSystemName.MatchesSimpleExpression(t, type.Name(), ignoreCase: false));

    public bool Accepts(EventSubject subject) =>
        (Images.Count == 0 || Images.Any(i => subject.Images.Contains(i, StringComparer.Ordinal) || subject.ImageIds.Contains(i, StringComparer.Ordinal)))
        && (Containers.Count == 0 || Containers.Any(c => subject.Containers.Contains(c, StringComparer.Ordinal)
            || subject.ContainerIds.Contains(c, StringComparer.Ordinal)))
        && (Pods is null || subject.ContainerIds.Any(Pods.Contains) || subject.Containers.Any(Pods.Contains))
        && (Layers.Count == 0 || Layers.Any(l => subject.Layer is not null && subject.Layer.StartsWith(l, StringComparison.Ordinal)));

    /// <summary>Whether any path is asked for, so that events without one are left out.</summary>
    public bool NeedsPath => Paths.Count > 0;

    public bool AcceptsPath(ReadOnlySpan<byte> path)
    {
        if (Paths.Count == 0)
            return true;
        string text = Encoding.UTF8.GetString(path);
        return Paths.Any(p => FileSystemName.MatchesSimpleExpression(p, text, ignoreCase: false));
    }
}
