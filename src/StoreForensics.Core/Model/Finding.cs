using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>How much a finding deserves a look.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing when the rest is read.</summary>
    Info,

    /// <summary>Usual on honest hosts too.</summary>
    Low,

    /// <summary>Unusual; look at it.</summary>
    Medium,

    /// <summary>What intruders do.</summary>
    High,

    /// <summary>The host itself was within reach.</summary>
    Critical,
}

/// <summary>How sure a rule is that the thing is what it says.</summary>
public enum FindingConfidence
{
    Low,
    Medium,
    High,
}

/// <summary>Something that deserves a look, with why and where.</summary>
public sealed record Finding
{
    /// <summary>Stable: <c>container-privileged</c>.</summary>
    public required string Rule { get; init; }

    public required FindingSeverity Severity { get; init; }

    public required FindingConfidence Confidence { get; init; }

    public required string Title { get; init; }

    /// <summary>One sentence; text from the evidence in it is escaped.</summary>
    public required string Reason { get; init; }

    /// <summary>Techniques of MITRE ATT&amp;CK (Containers, Linux).</summary>
    public required IReadOnlyList<string> Attack { get; init; }

    /// <summary>What to look at next.</summary>
    public required string Next { get; init; }

    /// <summary>Every image's names and every container's that it is about, in byte order; empty for the store itself.</summary>
    public required IReadOnlyList<string> Subjects { get; init; }

    /// <summary>Absolute path in a layer or volume; null when it is about no file.</summary>
    public EvidencePath? Path { get; init; }

    /// <summary>When what it tells of was done, as far as the evidence allows: the time of the build step, or a container's file's change time, else its
    /// modification time but not before the container was made. Null when nothing tells.</summary>
    public Timestamp? Time { get; init; }

    /// <summary>The modification time that the file carries, which anyone could have set; null when it is about no file, or about one that is gone.</summary>
    public Timestamp? Stamp { get; init; }

    /// <summary>The stamp where it says another second than <see cref="Time"/>: reports show it beside the time, as a stamp. Else null.</summary>
    public Timestamp? OtherStamp => Stamp is { IsUsable: true } stamp && stamp.Seconds != Time?.Seconds ? stamp : null;

    /// <summary>On which facts it rests, in words.</summary>
    public IReadOnlyList<string> Basis { get; init; } = [];

    /// <summary>What else would give the same picture, in words.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>Where in the evidence it rests; of findings that were folded into one, the first <see cref="MaxOrigins"/>.</summary>
    public required IReadOnlyList<Origin> Origins { get; init; }

    public const int MaxOrigins = 20;

    /// <summary>The text that it rests on, cut, with whatever secrets are in it: to take indicators from, never to print. Null when it rests on none.</summary>
    public string? Quoted { get; init; }

    /// <summary>The entries it is about, as many as there are origins at most; empty when it is about no file.</summary>
    public IReadOnlyList<FindingEntry> Entries { get; init; } = [];

    /// <summary>What the file that it is about holds and held, for those that weigh; null for others and where it is about no file.</summary>
    public FindingContent? Content { get; init; }

    /// <summary>The evidence that it is about; empty when it rests on none.</summary>
    public string Evidence => Origins.Count == 0 ? "" : Origins[0].Evidence;

    /// <summary>Equal findings that this stands for.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Which it would be by itself, where a graver finding tells of the same thing and it is low; null for most.</summary>
    public FindingSeverity? Alone { get; init; }

    /// <summary>How much what it tells of deserves a look, whichever finding tells it.</summary>
    public FindingSeverity Weight => Alone ?? Severity;

    /// <summary>What brought about what it tells of, to compare with that of others and never to print: of a file the build step's command, of a secret a
    /// digest of its name and value. Null where nothing tells.</summary>
    internal string? Cause { get; init; }

    /// <summary>Whether it tells that something is not there any more, so that its entries are no things but marks.</summary>
    internal bool IsOfAbsence { get; init; }
}

/// <summary>An entry of an evidence.</summary>
/// <param name="Source">The evidence.</param>
/// <param name="Node">The entry's node; for a deletion its mark.</param>
/// <param name="Content">Where its bytes lie, where that is elsewhere; null: in the entry itself.</param>
/// <param name="Below">What showed in its place before; null when nothing did, or nothing tells.</param>
public readonly record struct FindingEntry(
    Evidence.IEvidenceSource Source, int Node, Evidence.EntryRef? Content = null, Evidence.EntryRef? Below = null);

/// <summary>The words of the contract.</summary>
public static class FindingWords
{
    public static string Word(this FindingSeverity severity) => severity switch
    {
        FindingSeverity.Critical => "critical",
        FindingSeverity.High => "high",
        FindingSeverity.Medium => "medium",
        FindingSeverity.Low => "low",
        _ => "info",
    };

    public static string Word(this FindingConfidence confidence) => confidence switch
    {
        FindingConfidence.High => "high",
        FindingConfidence.Medium => "medium",
        _ => "low",
    };
}
