using Scriban.Runtime;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Html.Models;

/// <summary>What could not be read or should not be trusted: the counts for the front, the whole list for the end.</summary>
internal sealed class ProblemModel(ReportScope scope)
{
    public ScriptObject Describe()
    {
        IReadOnlyList<Problem> problems = scope.Case.Problems;
        Problem[] losses = [.. scope.Case.CopyLosses];
        return new ScriptObject
        {
            ["total"] = ReportNumber.Count(scope.Case.ProblemCount),
            ["any"] = scope.Case.ProblemCount > 0,
            ["damage"] = Number(problems, ProblemSeverity.Damage, "damage"),
            ["warnings"] = Number(problems, ProblemSeverity.Warning, "warning"),
            ["notes"] = Number(problems, ProblemSeverity.Note, "note"),
            ["dropped"] = scope.Case.ProblemsDropped > 0 ? ReportNumber.Count(scope.Case.ProblemsDropped) : null,
            ["level"] = problems.Count == 0 ? "none" : Word(problems.Max(p => p.Severity)),
            ["losses"] = losses.Select(Item).ToArray(),
            ["losses_places"] = scope.Case.Evidence.Count > 1,
            ["losses_level"] = losses.Length == 0 ? "none" : Word(losses.Max(p => p.Severity)),
            ["items"] = problems.Select(Item),
        };
    }

    private ScriptObject Item(Problem problem) => new()
    {
        ["code"] = problem.Code,
        ["severity"] = Word(problem.Severity),
        ["message"] = problem.Message,
        ["place"] = problem.Origin.Path.IsEmpty ? problem.Origin.Evidence : Place(scope, problem.Origin),
    };

    /// <summary>The place of a fact; with the evidence's name where there are several.</summary>
    public static string Place(ReportScope scope, Origin origin) =>
        scope.Case.Evidence.Count > 1 && !origin.Path.IsEmpty ? $"{origin.Evidence}: {origin}" : origin.ToString();

    private static string? Number(IReadOnlyList<Problem> problems, ProblemSeverity severity, string word)
    {
        int count = problems.Count(p => p.Severity == severity);
        return count == 0 ? null : severity == ProblemSeverity.Damage ? $"{ReportNumber.Count(count)} {word}" : ReportNumber.Count(count, word);
    }

    private static string Word(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Damage => "damage",
        ProblemSeverity.Warning => "warning",
        _ => "note",
    };
}
