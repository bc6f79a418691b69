using System.Globalization;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;

namespace StoreForensics.Cli.Output;

/// <summary>The end of <c>analyze</c>: what was read, how much was found, from when to
/// when, the worst of it, what was written, and on a terminal how long it took.</summary>
internal sealed class AnalysisSummary(TextWriter output, bool isTerminal, SecretMask secrets)
{
    private const int MostFindings = 5;
    private const int LongestLine = 160;

    public void Print(Case subject)
    {
        foreach (EvidenceDetails evidence in subject.Evidence)
            output.WriteLine(Read(subject.Inventory, evidence));
        InventoryCounts counts = subject.Counts;
        output.WriteLine(string.Join(", ", [
            Count(counts.Images, "image"), Count(counts.Containers, "container"), Count(counts.Volumes, "volume"), Count(counts.Layers, "layer"),
            Count(counts.Leftovers ?? 0, "leftover"), Count(subject.Timeline.Summary.Count, "event"),
            .. subject.Findings is { } f ? [Count(f.Count, "finding")] : Array.Empty<string>(), Count(subject.ProblemCount, "problem")]));
        if (subject.Inventory.Recovered is { Sources.Count: > 0 } recovered)
            output.WriteLine("recovered of what was removed: " + string.Join(", ", Count(recovered.Containers.Count, "container"),
                Count(recovered.Images.Count, "image"), Count(recovered.Files.LongCount(f => !f.Entry.Facts.Kind.IsDirectory()), "file")));
        if (subject.Timeline.Summary is { First: { } first, Last: { } last })
            output.WriteLine($"from {first} to {last}");
        if (subject.Timeline.Clocks is { } clocks)
            output.WriteLine("clocks: " + clocks.Verdict);
        Worst(subject);
    }

    public void PrintWritten(string path, string? note) => output.WriteLine($"wrote {DisplayText.Escape(path)}" + (note is null ? "" : $" ({note})"));

    public void PrintNote(string note) => output.WriteLine(note);

    /// <summary>A duration is no part of what a run says to a file.</summary>
    public void PrintDuration(TimeSpan duration)
    {
        if (isTerminal)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"took {duration.TotalSeconds:F1} s"));
    }

    private static string Read(Inventory inventory, EvidenceDetails evidence)
    {
        string size = evidence.SizeBytes is long bytes ? Tables.Size(bytes) + ", " : "";
        IEnumerable<string> stores = inventory.Stores.Where(s => s.Root.Evidence == evidence.Name)
            .Select(s => $"{s.Name}{(s.EngineVersion is null ? "" : $" of Docker {s.EngineVersion}")}");
        return $"read {DisplayText.Escape(evidence.Name)}: {string.Join(" > ", evidence.Wrapping)}, {size}{Count(evidence.Entries, "name")}, {DisplayText.Escape(string.Join(", ", stores))}";
    }

    // One line for each rule and whom it is about, the most severe first; what is less than medium is for the reports.
    private void Worst(Case subject)
    {
        Finding[] worst = [.. (subject.Findings ?? []).Where(f => f.Severity >= FindingSeverity.Medium)];
        Finding[] shown = [.. worst.DistinctBy(f => f.Rule).Take(MostFindings)];
        foreach (Finding finding in shown)
        {
            string whose = finding.Subjects.Count == 0 ? "" : finding.Subjects[0]
                + (finding.Subjects.Count == 1 ? ": " : string.Create(CultureInfo.InvariantCulture, $" (+{finding.Subjects.Count - 1}): "));
            string where = finding.Origins.Count == 0 ? "" : subject.Evidence.Count > 1 ? finding.Origins[0].Evidence + ": " : "";
            output.WriteLine(Cut($"{finding.Severity.Word() + ":",-9} {DisplayText.Escape(where + whose)}{secrets.Text(finding.Reason)}"));
        }
        if (worst.Length > shown.Length)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{worst.Length - shown.Length} more of medium severity or above"));
    }

    private string Cut(string line)
    {
        int room = isTerminal ? Math.Clamp(Width() - 1, 40, LongestLine) : LongestLine;
        return line.Length <= room ? line : line[..(room - 1)] + "…";
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : LongestLine;
        }
        catch (IOException)
        {
            return LongestLine; // standard output is no terminal, standard error is
        }
    }

    private static string Count(long number, string name) => string.Create(CultureInfo.InvariantCulture, $"{number} {name}{(number == 1 ? "" : "s")}");
}
