using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>Says on standard error what could not be read, a few lines of it, and gives the exit code that follows from it.</summary>
internal static class ProblemReport
{
    private const int Shown = 10;

    public static int Print(ProblemLog log, bool isSeveral, bool isDebugging, bool hasReports = true)
    {
        IReadOnlyList<Problem> problems = [.. log.Sorted().Where(p => p.Severity != ProblemSeverity.Note)];
        foreach (Problem problem in problems.Take(Shown))
            Console.Error.WriteLine(
                $"storeforensics: {(problem.Severity == ProblemSeverity.Damage ? "damaged" : "warning")}: {DisplayText.Escape(Place(problem.Origin, isSeveral))}: {problem.Message} [{problem.Code}]");
        long more = problems.Count - Shown + log.Dropped;
        if (more > 0)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"storeforensics: {more} more problems{(hasReports ? "; every report lists them" : "")}"));
        foreach (ContainedFault fault in isDebugging ? log.Faults : [])
            Console.Error.WriteLine($"storeforensics: {DisplayText.Escape(Place(fault.Place, isSeveral))}:\n{FaultText.Of(fault.Fault)}");
        return log.HasDamage ? ExitCodes.Damaged : ExitCodes.Done;
    }

    /// <summary>Notes of an area of codes, for who asked for what they are about.</summary>
    /// <param name="log">Has them.</param>
    /// <param name="area">As in <c>SF-AREA-NNNN</c>.</param>
    /// <param name="isSeveral">Whether the evidence has to be named.</param>
    public static void PrintNotes(ProblemLog log, string area, bool isSeveral)
    {
        string start = $"SF-{area}-";
        foreach (Problem note in log.Sorted().Where(p => p.Severity == ProblemSeverity.Note && p.Code.StartsWith(start, StringComparison.Ordinal)).Take(Shown))
            Console.Error.WriteLine($"storeforensics: note: {DisplayText.Escape(Place(note.Origin, isSeveral))}: {note.Message} [{note.Code}]");
    }

    private static string Place(Origin origin, bool isSeveral) => isSeveral && !origin.Path.IsEmpty ? $"{origin.Evidence}: {origin}" : origin.ToString();
}
