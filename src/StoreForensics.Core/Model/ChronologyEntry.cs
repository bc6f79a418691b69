using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>One turning point of the host, told in a sentence: an image arrived, a container started, a file was dropped, a log was wiped.</summary>
/// <param name="Time">When, as the evidence says.</param>
/// <param name="Sentence">What happened, from recorded facts only; text from the evidence in it is escaped.</param>
/// <param name="Severity">Of the finding that makes it worth telling; null for the plain course of events.</param>
/// <param name="Origin">Where in the evidence it rests.</param>
public sealed record ChronologyEntry(Timestamp Time, string Sentence, FindingSeverity? Severity, Origin Origin)
{
    /// <summary>Rule of the finding that it tells; null for the plain course of events.</summary>
    public string? Rule { get; init; }

    /// <summary>Equal findings that the sentence stands for; 1 where it tells of several different ones.</summary>
    public int Count { get; init; } = 1;
}
