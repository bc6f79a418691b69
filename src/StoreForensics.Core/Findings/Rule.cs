using StoreForensics.Model;

namespace StoreForensics.Findings;

/// <summary>What a rule is, whatever it finds.</summary>
/// <param name="Id">Stable, in lower case with dashes.</param>
/// <param name="Title">A few words for a list.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Attack">Techniques of MITRE ATT&amp;CK.</param>
/// <param name="Next">What to look at next.</param>
internal sealed record Rule(string Id, string Title, FindingConfidence Confidence, string[] Attack, string Next);

/// <summary>Looks at the inventory as a whole. Pure: the same inventory, the same findings.</summary>
internal interface IInventoryRule
{
    void Look(Inventory inventory, FindingSink sink);
}

/// <summary>Looks at one file that a layer changed, or that a volume holds. Called for each in turn.</summary>
internal interface IFileRule
{
    void Look(in FileSight file, FindingSink sink);
}

/// <summary>Looks at one text that somebody typed: a build step, a container's command, a variable, a label, a line of a log.</summary>
internal interface ITextRule
{
    void Look(in TextSight text, FindingSink sink);
}
