namespace StoreForensics.Model;

/// <summary>A rule as lists show it.</summary>
/// <param name="Id">Stable.</param>
/// <param name="Title">A few words.</param>
/// <param name="When">When it fires, in words.</param>
/// <param name="Severities">Those that it can have, lowest first.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Attack">Techniques of MITRE ATT&amp;CK.</param>
/// <param name="Next">What to look at next.</param>
/// <param name="IsEnabled">False where a rule file switched it off.</param>
public sealed record RuleDescription(string Id, string Title, string When, IReadOnlyList<FindingSeverity> Severities, FindingConfidence Confidence,
    IReadOnlyList<string> Attack, string Next, bool IsEnabled);
