using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Findings.Patterns;

/// <summary>The words of rule files.</summary>
internal static class RuleWords
{
    public static readonly IReadOnlyDictionary<string, FindingSeverity> Severities =
        Enum.GetValues<FindingSeverity>().ToDictionary(s => s.Word(), StringComparer.Ordinal);

    public static readonly IReadOnlyDictionary<string, FindingSeverity?> CaseSeverities =
        Severities.ToDictionary(p => p.Key, p => (FindingSeverity?)p.Value,
            StringComparer.Ordinal).Append(KeyValuePair.Create("none", (FindingSeverity?)null)).ToDictionary(StringComparer.Ordinal);

    public static readonly IReadOnlyDictionary<string, FindingConfidence> Confidences =
        Enum.GetValues<FindingConfidence>().ToDictionary(c => c.Word(), StringComparer.Ordinal);

    public static readonly IReadOnlyDictionary<string, TextKind> TextKinds = new Dictionary<string, TextKind>(StringComparer.Ordinal)
    {
        ["step"] = TextKind.BuildStep,
        ["command"] = TextKind.ContainerCommand,
        ["env"] = TextKind.Environment,
        ["label"] = TextKind.Label,
        ["log"] = TextKind.LogLine,
        ["file"] = TextKind.File,
        ["data"] = TextKind.Data,
        ["mount"] = TextKind.Mount,
    };

    public static readonly IReadOnlyDictionary<string, FileOwner> Owners = new Dictionary<string, FileOwner>(StringComparer.Ordinal)
    {
        ["step"] = FileOwner.Step,
        ["base"] = FileOwner.Base,
        ["container"] = FileOwner.Container,
        ["volume"] = FileOwner.Volume,
        ["orphan"] = FileOwner.Orphan,
    };

    public static readonly IReadOnlyDictionary<string, FileHappening> Happenings = new Dictionary<string, FileHappening>(StringComparer.Ordinal)
    {
        ["added"] = FileHappening.Added,
        ["changed"] = FileHappening.Changed,
        ["deleted"] = FileHappening.Deleted,
        ["emptied"] = FileHappening.Emptied,
    };

    public static readonly IReadOnlyDictionary<string, EntryKind> Kinds =
        Enum.GetValues<EntryKind>().Where(k => k != EntryKind.Implied).ToDictionary(k => k.Name(), StringComparer.Ordinal);
}
