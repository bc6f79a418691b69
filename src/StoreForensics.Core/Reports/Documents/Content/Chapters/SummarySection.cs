using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>The whole on one page: how much there is, what came of every examination, who is concerned, and what to do next.</summary>
/// <param name="context">The case.</param>
/// <param name="leftOut">Names of the sections that the report has not.</param>
internal sealed class SummarySection(ReportContext context, IReadOnlyList<string> leftOut)
{
    private const int MostSubjects = 40; // the page decides
    private const int NextSteps = 5;
    private const int NextStepsBelowStory = 2;

    public IEnumerable<Block> Blocks()
    {
        yield return new PageBreak();
        yield return new Heading(1, "Summary", Sections.Summary);
        yield return Figures();
        foreach (Callout verdict in Verdicts())
            yield return verdict;
        foreach (Block block in new StoryLanes(context).Blocks())
            yield return block;
        IReadOnlyList<Finding> findings = context.Case.Findings ?? [];
        FindingSubject[] subjects = [.. FindingSubject.Of(findings.Where(f => f.Severity >= FindingSeverity.Low))];
        Finding[] next = [.. findings.Where(f => f.Severity >= FindingSeverity.Medium).DistinctBy(f => f.Next, StringComparer.Ordinal)
            .Take(context.Case.Story is null ? NextSteps : NextStepsBelowStory)];
        if (subjects.Length > 0)
        {
            yield return new Paragraph(Span.Bold("Images and containers by what was found on them"), ParagraphRole.Label);
            yield return Concerned(subjects, (next.Length == 0 ? 1 : 3 + (2 * next.Length)) + (leftOut.Count == 0 ? 0 : 4));
        }
        else if (context.Inventory.Images.Count + context.Inventory.Containers.Count > 0)
        {
            yield return new BulletList([.. Holdings(context)]);
        }
        if (next.Length > 0)
        {
            yield return new Paragraph(Span.Bold("What to look at next"), ParagraphRole.Label);
            yield return new BulletList([.. next.Select(Step)]);
        }
        if (leftOut.Count > 0)
        {
            string remark = "sections left out by the house style: " + string.Join(", ", leftOut);
            context.LeftOut.Add(remark);
            yield return new Paragraph(char.ToUpperInvariant(remark[0]) + remark[1..] + ".", ParagraphRole.Note);
        }
        yield return new PageBreak();
    }

    private static RichText Step(Finding finding) => [Span.Bold(finding.Title + ": "), CaseFormat.Cut(finding.Next, 160)];

    private KeyFigures Figures()
    {
        InventoryCounts counts = context.Case.Counts;
        Tone tone = context.Case.Problems.Count == 0 ? Tone.Normal : ProblemsSection.Of(context.Case.Problems.Max(p => p.Severity));
        return new KeyFigures(
        [
            new KeyFigure(CaseFormat.Count(counts.Stores), "stores", Link: Sections.Stores),
            new KeyFigure(CaseFormat.Count(counts.Images), "images", Link: Sections.Images),
            new KeyFigure(CaseFormat.Count(counts.Containers), "containers", Link: Sections.Containers),
            new KeyFigure(CaseFormat.Count(counts.Volumes), "volumes", Link: Sections.Volumes),
            new KeyFigure(CaseFormat.Count(counts.Layers), "layers", Link: Sections.Stores),
            new KeyFigure(CaseFormat.Count(counts.Leftovers ?? 0), "leftovers", Link: Sections.Leftovers),
            new KeyFigure(CaseFormat.Count(context.Case.Timeline.Summary.Count), "events", Link: Sections.Timeline),
            new KeyFigure(CaseFormat.Count(context.Case.ProblemCount), "problems", tone, Sections.Problems),
        ]);
    }

    private IEnumerable<Callout> Verdicts()
    {
        if (FindingsSection.Verdict(context.Case.Findings) is { } findings)
            yield return findings;
        if (VerificationSection.Verdict(context.Case.Verification) is { } integrity)
            yield return integrity;
        if (ClocksSection.Verdict(context.Case.Timeline.Clocks) is { } clocks)
            yield return clocks;
        yield return ProblemsSection.Verdict(context.Case);
    }

    private DataTable Concerned(FindingSubject[] subjects, int below)
    {
        var names = new FindingSubjects(context);
        return new DataTable(
            [
                new Column("Where", 250), new Column("Critical", 45, AlignRight: true), new Column("High", 40, AlignRight: true),
                    new Column("Medium", 48, AlignRight: true),
                new Column("Low", 40, AlignRight: true),
            ],
            subjects.Take(MostSubjects).Select(subject => new TableRow(
            [
                names.Names(subject.Evidence, subject.Names, most: 2),
                Cell(subject, FindingSeverity.Critical), Cell(subject, FindingSeverity.High), Cell(subject, FindingSeverity.Medium),
                    Cell(subject, FindingSeverity.Low),
            ])),
            OnePage: new PageBound(subjects.Length, below, left =>
                [$"… and {CaseFormat.Count(left)} more under ", Span.To(Sections.Findings, "Findings"), "."]));
    }

    private static RichText Cell(FindingSubject subject, FindingSeverity severity)
    {
        int count = subject.Count(severity);
        return count == 0 ? Span.Muted("·") : new Span(CaseFormat.Count(count), SpanStyle.Bold, FindingsSection.Of(severity));
    }

    /// <summary>Which images and containers there are, by name.</summary>
    public static IEnumerable<RichText> Holdings(ReportContext context)
    {
        Inventory inventory = context.Inventory;
        if (inventory.Images.Count > 0)
            yield return [Span.Bold("Images: "), .. ReportContext.Names([.. context.DetailedImages], image =>
                Span.To(context.AnchorOf(image), CaseFormat.Cut(context.Case.Label(ReportContext.NameOf(image), image.Store.Root.Evidence), 80))).Spans];
        if (inventory.Containers.Count > 0)
            yield return [Span.Bold("Containers: "), .. ReportContext.Names(inventory.Containers, container => Container(context, container)).Spans];
    }

    private static Span Container(ReportContext context, Container container)
    {
        string state = container.State is null ? "" : " (" + CaseFormat.Cut(container.State, 20) + ")";
        return Span.To(context.AnchorOf(container), CaseFormat.Cut(context.Case.Label(container.DisplayName, container.Store.Root.Evidence), 80) + state);
    }
}
