using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>What an indicator is.</summary>
public enum IndicatorType
{
    Ipv4,
    Ipv6,
    Domain,
    Url,
    Email,

    /// <summary>The comment at the end of a public key of SSH: mostly who made it, and where.</summary>
    SshKeyComment,

    /// <summary>Where a miner gets its work: <c>host:port</c>, or its URL.</summary>
    Pool,

    /// <summary>Where a miner has the money sent.</summary>
    Wallet,

    /// <summary>SHA-256 of a file, lower-case hex.</summary>
    Sha256,

    Container,

    /// <summary>An image's name, with its tag.</summary>
    Image,
}

/// <summary>Something that findings rest on and that can be looked for elsewhere.</summary>
public sealed record CollectedIndicator
{
    public required IndicatorType Type { get; init; }

    /// <summary>As the evidence has it, not escaped.</summary>
    public required string Value { get; init; }

    /// <summary>That of the most severe finding.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>The first time of a finding; null when none has one.</summary>
    public Timestamp? FirstSeen { get; init; }

    /// <summary>The last time of a finding; null when none has one.</summary>
    public Timestamp? LastSeen { get; init; }

    /// <summary>Rules of the findings, in byte order.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Where it was seen; the first <see cref="MaxSightings"/>.</summary>
    public required IReadOnlyList<IndicatorSighting> Sightings { get; init; }

    /// <summary>Findings that rest on it.</summary>
    public required int Count { get; init; }

    public const int MaxSightings = 20;

    /// <summary>Images and containers, in byte order.</summary>
    public IEnumerable<string> Subjects => Sightings.SelectMany(s => s.Subjects).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}

/// <summary>One place of an indicator.</summary>
/// <param name="Subjects">Images and containers; empty for the store itself.</param>
/// <param name="Path">Absolute path in a layer or volume; null when it stands in no file.</param>
/// <param name="Time">The finding's; null when nothing tells.</param>
/// <param name="Origin">Where in the evidence.</param>
/// <param name="Rule">The finding's.</param>
public sealed record IndicatorSighting(IReadOnlyList<string> Subjects, EvidencePath? Path, Timestamp? Time, Origin Origin, string Rule);

/// <summary>An indicator that was looked for, and a place that has it.</summary>
/// <param name="Kind">The word of its kind, as in lists: <c>sha256</c>, <c>domain</c>, <c>path</c>.</param>
/// <param name="Value">As the list has it.</param>
/// <param name="List">The list and its line.</param>
/// <param name="Place">What has it: <c>file</c>, <c>image</c>, <c>layer</c>, <c>container</c>, or the kind of text.</param>
/// <param name="Subjects">Images, containers and volumes; empty where nothing owns it.</param>
/// <param name="Path">Absolute path in a layer or volume; null when it is in no file.</param>
/// <param name="Time">When it was put there, as far as the evidence allows; null when nothing tells.</param>
/// <param name="Origin">Where in the evidence.</param>
public sealed record IndicatorHit(
    string Kind, string Value, string List, string Place, IReadOnlyList<string> Subjects, EvidencePath? Path, Timestamp? Time, Origin Origin);

/// <summary>The stable words of lists and data files.</summary>
public static class IndicatorWords
{
    public static string Word(this IndicatorType type) => type switch
    {
        IndicatorType.Ipv4 => "ipv4",
        IndicatorType.Ipv6 => "ipv6",
        IndicatorType.Domain => "domain",
        IndicatorType.Url => "url",
        IndicatorType.Email => "email",
        IndicatorType.SshKeyComment => "ssh-key-comment",
        IndicatorType.Pool => "pool",
        IndicatorType.Wallet => "wallet",
        IndicatorType.Sha256 => "sha256",
        IndicatorType.Container => "container",
        _ => "image",
    };
}
