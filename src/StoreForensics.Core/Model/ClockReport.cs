
namespace StoreForensics.Model;

/// <summary>How far a statement about the clocks takes trust away.</summary>
public enum ClockWeight
{
    /// <summary>Speaks for the times, or merely explains them.</summary>
    Supports,

    /// <summary>Some times say something else than when things happened here.</summary>
    Limits,

    /// <summary>Times contradict each other.</summary>
    Contradicts,
}

/// <summary>One thing that was checked about the times in the evidence.</summary>
/// <param name="Weight">What it does to trust.</param>
/// <param name="Text">A sentence; text from the evidence in it is escaped.</param>
/// <param name="Count">How many things it is about; null where it is no count.</param>
public sealed record ClockStatement(ClockWeight Weight, string Text, long? Count)
{
    /// <summary>The evidence that it is about; null where no evidence has a store.</summary>
    public string? Evidence { get; init; }

    /// <summary>The sentence without the evidence's name before it; null where none is.</summary>
    public string? TextAlone { get; init; }
}

/// <summary>How far the clocks behind this evidence can be trusted, and why.</summary>
public sealed record ClockReport(IReadOnlyList<ClockStatement> Statements)
{
    /// <summary>What is said of one of several evidences; null where nothing is, so that nothing vouches for its times.</summary>
    public ClockReport? In(string evidence)
    {
        ClockStatement[] its = [.. Statements.Where(s => s.Evidence == evidence).Select(s => s with { Text = s.TextAlone ?? s.Text })];
        return its.Length == 0 ? null : new ClockReport(its);
    }

    /// <summary>The worst that was seen, by which reports colour the verdict.</summary>
    public ClockWeight Weight => Statements.Select(s => s.Weight).DefaultIfEmpty(ClockWeight.Supports).Max();

    /// <summary>The whole in a sentence.</summary>
    public string Verdict => Weight switch
    {
        ClockWeight.Contradicts => "Times in this evidence contradict each other: do not order events by them alone where it matters.",
        ClockWeight.Limits => "No two clocks were seen to contradict each other; some times say something else than when things happened on this host.",
        _ => "Nothing that was compared speaks against the times.",
    };
}
