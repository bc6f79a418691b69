using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>Says on standard error what could not be read, a few lines of it, and gives the exit code that follows from it.</summary>
internal static class ProblemReport
{
    private const int Shown = 10;

    public static int Print(ProblemLog log, bool isSeveral, bool isDebugging)
    {
        IReadOnlyList<Problem> problems = [.. log.Sorted().Where(p => p.Severity != ProblemSeverity.Note)];
        foreach (Problem problem in problems.Take(Shown))
            Console.Error.WriteLine(
                $"storeforensics: {(problem.Severity == ProblemSeverity.Damage ? "damaged" : "warning")}: {DisplayText.Escape(Place(problem.Origin, isSeveral))}: {problem.Message} [{problem.Code}]");
        long more = problems.Count - Shown + log.Dropped;
        if (more > 0)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"storeforensics: {more} more problems; every report lists them"));
        foreach (ContainedFault fault in isDebugging ? log.Faults : [])
            Console.Error.WriteLine($"storeforensics: {DisplayText.Escape(Place(fault.Place, isSeveral))}:\n{FaultText.Of(fault.Fault)}");
        return log.HasDamage ? ExitCodes.Damaged : ExitCodes.Done;
    }

    private static string Place(Origin origin, bool isSeveral) => isSeveral && !origin.Path.IsEmpty ? $"{origin.Evidence}: {origin}" : origin.ToString();
}
