using StoreForensics.Model;

namespace StoreForensics.Findings.Patterns;

/// <summary>A rule that needs no logic, as a rule file states it: over texts, or over files.</summary>
internal sealed record PatternRule
{
    public required Rule Rule { get; init; }

    public required FindingSeverity Severity { get; init; }

    /// <summary>The sentence, with names in braces that are filled in: see <see cref="ReasonTemplate"/>. Null for the usual one.</summary>
    public string? Reason { get; init; }

    /// <summary>Null for a rule over files.</summary>
    public TextCondition? Text { get; init; }

    /// <summary>Null for a rule over texts.</summary>
    public FileCondition? File { get; init; }

    /// <summary>The first that holds decides the severity.</summary>
    public IReadOnlyList<PatternCase> Cases { get; init; } = [];

    public IReadOnlyList<RuleExample> Examples { get; init; } = [];
}

/// <summary>When a rule has another severity, or something else explains what it finds.</summary>
/// <param name="Rule">The rule, with the alternatives that hold then.</param>
/// <param name="Severity">Null: nothing is found then.</param>
/// <param name="Text">What must hold of the text; null for a rule over files.</param>
/// <param name="File">What must hold of the file; null for a rule over texts.</param>
internal sealed record PatternCase(Rule Rule, FindingSeverity? Severity, TextCondition? Text, FileCondition? File);

/// <summary>What a rule file says that its rule finds, or does not.</summary>
internal sealed record RuleExample
{
    public required bool Fires { get; init; }

    /// <summary>Line of the rule file, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Null: any.</summary>
    public FindingSeverity? Severity { get; init; }

    public TextKind Kind { get; init; }

    /// <summary>Null for the example of a file.</summary>
    public string? Text { get; init; }

    public string Path { get; init; } = "/file";

    public FileOwner Owner { get; init; } = FileOwner.Step;

    public FileHappening Happening { get; init; } = FileHappening.Added;

    public Evidence.EntryKind EntryKind { get; init; } = Evidence.EntryKind.File;

    public int Mode { get; init; } = 0x1A4;

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    public string? Target { get; init; }

    /// <summary>One of its content's digests; null for any.</summary>
    public string? Digest { get; init; }

    /// <summary>The step's command.</summary>
    public string Step { get; init; } = "";
}
