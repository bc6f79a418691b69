namespace StoreForensics.Findings.Patterns;

/// <summary>What a rule file says.</summary>
/// <param name="Name">As the user gave it.</param>
/// <param name="Rules">In the order of the file.</param>
/// <param name="Disabled">Rules, built in or of other files, whose findings are not wanted.</param>
internal sealed record RuleFile(string Name, IReadOnlyList<PatternRule> Rules, IReadOnlyList<string> Disabled);
