using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>The first page: what evidence this is, and what was found.</summary>
internal static class CoverSection
{
    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        Case subject = context.Case;
        yield return new Heading(0, "Docker store examination");
        yield return new Paragraph(Lead(subject), ParagraphRole.Lead);
        if (Details(context) is { Rows.Count: > 0 } details)
            yield return details;
        yield return Figures(context);
        yield return new BulletList([.. Found(context)]);
        if (FindingsSection.Verdict(subject.Findings) is { } findings)
            yield return findings;
        if (VerificationSection.Verdict(subject.Verification) is { } integrity)
            yield return integrity;
        yield return Verdict(subject);
        yield return new Paragraph(Span.Bold("Evidence"), ParagraphRole.Label);
        yield return Evidence(subject.Evidence);
        foreach (EvidenceDetails evidence in subject.Evidence)
        {
            if (evidence.Disk is not null)
                yield return Disk(context, evidence);
        }
        yield return new KeyValueTable(
        [
            new KeyValueRow("Program", subject.Tool.Name + " " + subject.Tool.Version),
            new KeyValueRow("Called as", Span.Mono(subject.Tool.CommandLine)),
        ]);
        yield return new TableOfContents("Contents");
    }

    private static RichText Lead(Case subject)
    {
        if (subject.Evidence.Count == 0)
            return "No evidence was opened.";
        string names = subject.Evidence.Count == 1 ? CaseFormat.Cut(subject.Evidence[0].Name, 200) : CaseFormat.Count(subject.Evidence.Count, "piece") + " of evidence";
        return ["What the Docker data in ", Span.Bold(names), " holds, how it came to be and what happened in it."];
    }

    private static KeyValueTable Details(ReportContext context)
    {
        CaseDetails details = context.Case.Details;
        return new ListRows(context.Secrets)
            .Text("Case", details.CaseName)
            .Text("Evidence id", details.EvidenceId)
            .Text("Examiner", details.Examiner)
            .Text("Date of the report", details.Date)
            .Add("Note", Lines(details.Note))
            .Text("Times are shown in", context.Format.Zone)
            .Table;
    }

    // The examiner's own text, the only one in the report whose line breaks are breaks.
    private static RichText Lines(string? note)
    {
        var spans = new List<Span>();
        foreach (string line in (note ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (spans.Count > 0)
                spans.Add(Span.LineBreak);
            spans.Add(CaseFormat.Cut(line, ReportLimits.Text));
        }
        return new RichText(spans);
    }

    private static KeyFigures Figures(ReportContext context)
    {
        Inventory inventory = context.Inventory;
        long problems = context.Case.Problems.Count + context.Case.ProblemsDropped;
        Tone tone = context.Case.Problems.Count == 0 ? Tone.Normal : Of(context.Case.Problems.Max(p => p.Severity));
        return new KeyFigures(
        [
            new KeyFigure(CaseFormat.Count(inventory.Stores.Count), "stores", Link: Sections.Stores),
            new KeyFigure(CaseFormat.Count(inventory.Images.Count), "images", Link: Sections.Images),
            new KeyFigure(CaseFormat.Count(inventory.Containers.Count), "containers", Link: Sections.Containers),
            new KeyFigure(CaseFormat.Count(inventory.Volumes.Count), "volumes", Link: Sections.Volumes),
            new KeyFigure(CaseFormat.Count(inventory.Layers.Count), "layers", Link: Sections.Stores),
            new KeyFigure(CaseFormat.Count(inventory.Leftovers.Count), "leftovers", Link: Sections.Leftovers),
            new KeyFigure(CaseFormat.Count(context.Case.Timeline.Summary.Count), "events", Link: Sections.Timeline),
            new KeyFigure(CaseFormat.Count(problems), "problems", tone, Sections.Problems),
        ]);
    }

    private static IEnumerable<RichText> Found(ReportContext context)
    {
        Inventory inventory = context.Inventory;
        if (inventory.Stores.Count == 0)
            yield return "No Docker store was found.";
        else
            yield return Named("Stores: ", ReportContext.Names(inventory.Stores, store => new Span(StoresSection.Describe(store)), 4));
        if (inventory.Images.Count > 0)
            yield return Named("Images: ", ReportContext.Names([.. context.DetailedImages], image => Span.To(context.AnchorOf(image), ReportContext.NameOf(image))));
        if (inventory.Containers.Count > 0)
            yield return Named("Containers: ", ReportContext.Names(inventory.Containers, container => Container(context, container)));
        if (context.Case.Timeline.Summary is { First: Timestamp first, Last: Timestamp last })
            yield return ["Recorded times run from ", Span.Mono(context.Format.Short(first)), " to ", Span.Mono(context.Format.Short(last)), $" ({context.Format.Zone}){OtherDays(context)}."];
    }

    // One odd file time can stretch the span by decades: what is no file time says more.
    private static string OtherDays(ReportContext context)
    {
        List<DayCount> days = [.. context.Case.Timeline.Summary.Days.Where(d => d.Others > 0)];
        if (days.Count == 0)
            return "; all are times of files";
        string first = CaseFormat.Day(days[0].Day), last = CaseFormat.Day(days[^1].Day);
        return first == last ? $"; all but those of files in layers and volumes are of {first}" : $"; all but those of files in layers and volumes lie between {first} and {last}";
    }

    private static Span Container(ReportContext context, Container container)
    {
        string state = container.State is null ? "" : " (" + CaseFormat.Cut(container.State, 20) + ")";
        return Span.To(context.AnchorOf(container), CaseFormat.Cut(container.DisplayName, 80) + state);
    }

    private static RichText Named(string name, RichText rest) => [Span.Bold(name), .. rest.Spans];

    private static Callout Verdict(Case subject)
    {
        long damaged = subject.Problems.Count(p => p.Severity == ProblemSeverity.Damage);
        long warnings = subject.Problems.Count(p => p.Severity == ProblemSeverity.Warning);
        if (damaged > 0)
        {
            return new Callout(Tone.Danger, "Parts of the evidence could not be read",
                [CaseFormat.Count(damaged, "part") + " damaged or unreadable, and what is reported here is without them. ", Span.To(Sections.Problems, "See Problems.")]);
        }
        if (warnings + subject.ProblemsDropped > 0)
        {
            return new Callout(Tone.Warning, "All of the evidence could be read, but not everything in it agrees",
                [CaseFormat.Count(warnings, "warning") + ". ", Span.To(Sections.Problems, "See Problems.")]);
        }
        return new Callout(Tone.Good, "All of the evidence that was asked for could be read", "No damage and no contradictions were met while reading.");
    }

    private static DataTable Evidence(IReadOnlyList<EvidenceDetails> evidence) => new(
        [new Column("Name and SHA-256", 310), new Column("Opened as", 58), new Column("Size", 68, AlignRight: true), new Column("Entries", 52, AlignRight: true)],
        evidence.Select(e => new TableRow(
        [
            [Span.Mono(CaseFormat.Cut(e.Name, ReportLimits.EventText)), Span.LineBreak, .. Digest(e)],
            string.Join(" › ", e.Wrapping),
            e.SizeBytes is long size ? CaseFormat.ExactBytes(size) : Span.Muted("no single file"),
            CaseFormat.Count(e.Entries),
        ])));

    private static KeyValueTable Disk(ReportContext context, EvidenceDetails evidence)
    {
        var rows = new ListRows(context.Secrets);
        foreach ((string label, string value) in DiskWords.Facts(evidence.Disk))
            rows.Text(label, value);
        return rows.Table;
    }

    private static IEnumerable<Span> Digest(EvidenceDetails evidence)
    {
        if (evidence.Sha256 is null)
            return [Span.Muted("SHA-256 not computed")];
        Span digest = Span.Mono(evidence.Sha256);
        return evidence.Sha256Of is null ? [digest] : [digest, Span.LineBreak, Span.Muted("SHA-256 of " + evidence.Sha256Of)];
    }

    public static Tone Of(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Damage => Tone.Danger,
        ProblemSeverity.Warning => Tone.Warning,
        _ => Tone.Muted,
    };
}
