using StoreForensics.Primitives;

namespace StoreForensics.Tests.Stores;

/// <summary>One fault in a store that is whole otherwise, and what must be said of it.</summary>
/// <param name="Code">The problem's code.</param>
/// <param name="Severity">The problem's severity.</param>
/// <param name="Place">What the problem's path begins with.</param>
/// <param name="Change">Makes the fault.</param>
internal sealed record StoreFault(string Code, ProblemSeverity Severity, string Place, Action<MadeStore> Change)
{
    /// <summary>A test case under the code and a few words: the problem is a note.</summary>
    public static TestCaseData Note(string words, string code, string place, Action<MadeStore> change) =>
        Case(words, code, ProblemSeverity.Note, place, change);

    /// <summary>The problem is a warning.</summary>
    public static TestCaseData Warning(string words, string code, string place, Action<MadeStore> change) =>
        Case(words, code, ProblemSeverity.Warning, place, change);

    /// <summary>The problem is damage.</summary>
    public static TestCaseData Damage(string words, string code, string place, Action<MadeStore> change) =>
        Case(words, code, ProblemSeverity.Damage, place, change);

    /// <summary>Checks the problem, after the store was read.</summary>
    public void AssertTold(MadeStore store)
    {
        Problem[] told = [.. store.Problems.Sorted().Where(p => p.Code == Code)];
        Assert.That(told, Is.Not.Empty, $"only {string.Join(' ', store.Codes)}");
        Assert.That(told.Select(p => p.Severity), Has.All.EqualTo(Severity));
        Assert.That(told.Select(p => p.Origin.Path.ToString()), Has.Some.StartsWith(Place));
    }

    private static TestCaseData Case(string words, string code, ProblemSeverity severity, string place, Action<MadeStore> change) =>
        new TestCaseData(new StoreFault(code, severity, place, change)).SetArgDisplayNames($"{code} {words}");
}
