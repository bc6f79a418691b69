using StoreForensics.Model;

namespace StoreForensics.Findings;

/// <summary>What a rule is, whatever it finds.</summary>
/// <param name="Id">Stable, in lower case with dashes.</param>
/// <param name="Title">A few words for a list.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Attack">Techniques of MITRE ATT&amp;CK.</param>
/// <param name="Next">What to look at next.</param>
internal sealed record Rule(string Id, string Title, FindingConfidence Confidence, IReadOnlyList<string> Attack, string Next)
{
    /// <summary>When it fires, in words, and how its severity is chosen.</summary>
    public required string When { get; init; }

    /// <summary>What else would give the same picture, in words.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = ["somebody may have done so on purpose and by right"];

    /// <summary>On which facts findings about no file rest, in words.</summary>
    public IReadOnlyList<string> Basis { get; init; } = ["the engine's own records, at the places named"];

    /// <summary>The severities that it can have, lowest first.</summary>
    public required IReadOnlyList<FindingSeverity> Severities { get; init; }

    /// <summary>Whether it points at a file for what is in it, not for its place, name
    /// or mode, so that a file known to be stock is nothing to look at.</summary>
    public bool IsAboutContent { get; init; }

    /// <summary>Whether it tells of an image itself, so that two of which it says the same are two findings.</summary>
    public bool IsAboutObject { get; init; }

    /// <summary>Whether findings of one file with different reasons stay apart.</summary>
    public bool KeepsReasonsApart { get; init; }
}

/// <summary>Something that finds, by one rule or several. Pure: the same evidence, the same findings.</summary>
internal interface IRule
{
    IReadOnlyList<Rule> Rules { get; }
}

/// <summary>Looks at the inventory as a whole.</summary>
internal interface IInventoryRule : IRule
{
    void Look(Inventory inventory, FindingSink sink);
}

/// <summary>Looks at one file that a layer changed, or that a volume holds. Called for each in turn.</summary>
internal interface IFileRule : IRule
{
    void Look(in FileSight file, FindingSink sink);

    /// <summary>Called once when all files were seen, for rules that compare them with each other.</summary>
    void Finish(FindingSink sink)
    {
    }
}

/// <summary>Looks at one text that somebody typed: a build step, a container's command, a variable, a label, a line of a log, a script.</summary>
internal interface ITextRule : IRule
{
    /// <summary>Called once before the first text, for rules that must know what the stores hold.</summary>
    void Begin(Inventory inventory)
    {
    }

    /// <summary>Cheap and allocation-free: whether <see cref="Look"/> could find anything. Called for every line of every log.</summary>
    bool MayFind(TextKind kind, ReadOnlySpan<char> text);

    void Look(in TextSight text, FindingSink sink);
}
