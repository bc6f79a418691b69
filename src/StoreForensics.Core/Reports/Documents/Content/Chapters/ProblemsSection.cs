using StoreForensics.Cases;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>What could not be read, or should not be trusted.</summary>
internal static class ProblemsSection
{
    /// <summary>For the first pages: whether all of the evidence could be read.</summary>
    public static Callout Verdict(Case subject)
    {
        long lost = subject.Problems.Count(p => p.Severity == ProblemSeverity.Damage && IsOfCopy(p));
        long damaged = subject.Problems.Count(p => p.Severity == ProblemSeverity.Damage) - lost;
        long warnings = subject.Problems.Count(p => p.Severity == ProblemSeverity.Warning);
        if (damaged > 0)
        {
            return new Callout(Tone.Danger, "Parts of the evidence could not be read",
                [CaseFormat.Count(damaged, "part") + " damaged or unreadable, and what is reported here is without them. ",
                    Span.To(Sections.Problems, "See Problems.")]);
        }
        if (lost > 0)
        {
            return new Callout(Tone.Danger, "What is there could be read, but the copy did not keep everything",
                [CaseFormat.Count(lost, "kind") + " of facts did not come with the copy: what is reported here is without them. ",
                    Span.To(Sections.Problems, "See Problems.")]);
        }
        if (warnings + subject.ProblemsDropped > 0)
        {
            return new Callout(Tone.Warning, "All of the evidence could be read, but not everything in it agrees",
                [CaseFormat.Count(warnings, "warning") + ". ", Span.To(Sections.Problems, "See Problems.")]);
        }
        return new Callout(Tone.Good, "All of the evidence that was asked for could be read", "No damage and no contradictions were met while reading.");
    }

    private static bool IsOfCopy(Problem problem) => problem.Code.StartsWith("SF-COPY-", StringComparison.Ordinal);

    public static Tone Of(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Damage => Tone.Danger,
        ProblemSeverity.Warning => Tone.Warning,
        _ => Tone.Muted,
    };

    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        IReadOnlyList<Problem> problems = context.Case.Problems;
        yield return new Heading(1, "Problems", Sections.Problems);
        if (context.Case.ProblemCount == 0)
        {
            yield return new Paragraph("None. All of the evidence that was asked for could be read, and nothing in it was seen to contradict itself.");
            yield break;
        }
        yield return new Paragraph(
            "What could not be read, or disagrees with something else; the rest of the report is without it. Damage is what is missing, a warning what should not be trusted unseen, a note what is worth knowing.");
        long left = Math.Max(0, problems.Count - ReportLimits.Problems);
        if (left + context.Case.ProblemsDropped > 0)
        {
            string remark = CaseFormat.Count(left + context.Case.ProblemsDropped, "problem") + " past the first "
                + CaseFormat.Count(Math.Min(problems.Count, ReportLimits.Problems)) + " are counted only";
            context.LeftOut.Add(remark);
            yield return new Callout(Tone.Warning, "Not all problems are shown", remark
                + (left > 0 ? $"; {CaseFormat.Count(left)} of them are in the JSON inventory." : "."));
        }
        yield return new DataTable(
            [new Column("Severity", 56), new Column("Code", 88), new Column("What is wrong", 200), new Column("Where", 143)],
            problems.Take(ReportLimits.Problems).Select(problem => new TableRow(
            [
                new Span(Name(problem.Severity), SpanStyle.Bold, Of(problem.Severity)),
                Span.Mono(problem.Code),
                CaseFormat.Cut(problem.Message, ReportLimits.EventText),
                Span.Mono(CaseFormat.Cut(context.Case.Place(problem.Origin), ReportLimits.EventText)),
            ])));
    }

    private static string Name(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Damage => "damage",
        ProblemSeverity.Warning => "warning",
        _ => "note",
    };
}
