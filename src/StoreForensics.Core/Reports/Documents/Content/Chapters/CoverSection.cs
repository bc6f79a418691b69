using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>The first page: whose case, what happened in brief, which evidence, and who
/// answers for it. Whoever reads nothing else has read the main thing.</summary>
internal sealed class CoverSection(ReportContext context, string title)
{
    private const int MostEvidence = 3;
    private const int LongestName = 100; // of an evidence
    private const int FewSubjects = 4; // so many get more room each
    private const int LongestReason = 110;
    private const int MostRemoved = 8;
    private const int MostLosses = 8; // of a copy
    private const int LongestLoss = 260;
    private const int MostSubjects = 12; // the page decides; more than this it never holds

    public IEnumerable<Block> Blocks()
    {
        Case subject = context.Case;
        yield return new Heading(0, title);
        yield return new Paragraph(Lead(), ParagraphRole.Lead);
        yield return Details();
        FindingSubject[] worst = Worst();
        if (worst.Length > 0)
        {
            yield return new Paragraph(Span.Bold("What happened, in brief"), ParagraphRole.Label);
            IReadOnlyList<BriefClause> course = CourseInBrief.Of(context.Case);
            yield return new Paragraph(PlainWords.Signs(new FindingSubjects(context), context.Case.Findings ?? [], course.Count > 1 ? 5 : 7));
            if (course.Count > 0)
                yield return Course(course);
            yield return Brief(worst);
        }
        yield return new BulletList([.. worst.Length > 0 ? [] : SummarySection.Holdings(context), .. Statements()]);
        yield return new Paragraph(Span.Bold("Evidence"), ParagraphRole.Label);
        yield return EvidenceSection.Table(subject.Evidence, MostEvidence, LongestName);
        yield return new Signatures(["Examiner", "Reviewed by"]);
    }

    private RichText Lead()
    {
        Case subject = context.Case;
        Inventory inventory = context.Inventory;
        InventoryCounts counts = subject.Counts;
        if (subject.Evidence.Count == 0)
            return "No evidence was opened.";
        Span names = Span.Bold(subject.Evidence.Count == 1 ? CaseFormat.Cut(subject.EvidenceNames(), 120) : CaseFormat.Count(subject.Evidence.Count, "piece")
            + " of evidence");
        if (inventory.Stores.Count == 0)
            return ["No Docker store was found in ", names, "."];
        return
        [
            names, $" {(subject.Evidence.Count == 1 ? "holds" : "hold")} ",
                .. ReportContext.Names(inventory.Stores, store => new Span(StoresSection.InBrief(store)), 2).Spans,
            $": {CaseFormat.Count(counts.Images, "image")}{Kinds(counts)}, {CaseFormat.Count(counts.Containers, "container")}, {CaseFormat.Count(counts.Volumes, "volume")}.",
        ];
    }

    private static string Kinds(InventoryCounts counts)
    {
        string[] kinds = [.. counts.ImageKinds.Where(k => k.Count > 0).Select(k => $"{CaseFormat.Count(k.Count)} {k.Kind}")];
        return kinds.Length == 0 ? "" : $" ({string.Join(", ", kinds)})";
    }

    private KeyValueTable Details()
    {
        CaseDetails details = context.Case.Details;
        return new ListRows(context.Secrets)
            .Text("Case", Cut(details.CaseName))
            .Text("Evidence id", Cut(details.EvidenceId))
            .Text("Examiner", Cut(details.Examiner))
            .Text("Date of the report", Cut(details.Date))
            .Add("Note", Lines(details.Note))
            .Table;
    }

    private static string? Cut(string? text) => text is null ? null : CaseFormat.Cut(text, 60);

    // The examiner's own text, the only one in the report whose line breaks are breaks; whole under Evidence.
    private static RichText Lines(string? note)
    {
        const int most = 3, longest = 80;
        var spans = new List<Span>();
        string[] lines = (note ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string line in lines.Take(most))
        {
            if (spans.Count > 0)
                spans.Add(Span.LineBreak);
            spans.Add(CaseFormat.Cut(line, longest));
        }
        if (lines.Length > most)
            spans.AddRange([Span.LineBreak, Span.Muted("… whole under "), Span.To(Sections.Evidence, "Evidence")]);
        return new RichText(spans);
    }

    // Those with something high or above; where nothing is, with something medium.
    private FindingSubject[] Worst()
    {
        FindingSubject[] all = [.. FindingSubject.Of((context.Case.Findings ?? []).Where(f => f.Severity >= FindingSeverity.Medium))];
        FindingSeverity least = all.Any(s => s.Worst >= FindingSeverity.High) ? FindingSeverity.High : FindingSeverity.Medium;
        return [.. all.Where(s => s.Worst >= least)];
    }

    private KeyValueTable Course(IReadOnlyList<BriefClause> clauses)
    {
        var subjects = new FindingSubjects(context);
        var rows = new List<KeyValueRow>();
        foreach (BriefClause clause in clauses)
        {
            var spans = new List<Span>();
            foreach (BriefPart part in clause.Parts)
            {
                if (spans.Count > 0)
                    spans.Add("; ");
                if (part is { IsDated: true, Proof.Time: { } time })
                    spans.Add(Span.Muted(context.Format.Second(time) + "  "));
                spans.Add(CaseFormat.ShortDigests(context.Secrets.Text(part.Text)));
                if (part.Subjects.Count > 0)
                    spans.AddRange([" (", .. subjects.Names(part.Proof.Evidence, part.Subjects, most: 1).Spans, ")"]);
            }
            spans.Add(clause.More > 0 ? $"; and {CaseFormat.Count(clause.More)} more." : ".");
            rows.Add(new KeyValueRow(clause.Name, new RichText(spans)));
        }
        return new KeyValueTable(rows);
    }

    private DataTable Brief(FindingSubject[] worst)
    {
        var subjects = new FindingSubjects(context);
        // The statements and the places to sign, then the evidence.
        int reasons = worst.Length <= FewSubjects ? 5 : context.Case.Evidence.Count > 1 ? 2 : 3;
        double addresses = (AddressSummary.Of(context.Case) is null ? 0 : 1.4) + (Removed() is null ? 0 : 2.4);
        double below = 16 + addresses + LinesOfLosses() + context.Case.Evidence.Take(MostEvidence).Sum(e => 3.6 + (Math.Min(e.Name.Length, LongestName) / 60))
            + (context.Case.Evidence.Count > MostEvidence ? 1.6 : 0);
        return new DataTable(
            [new Column("Where", 156), new Column("What was seen there", 331)],
            worst.Take(MostSubjects).Select(subject => Row(subjects, subject, reasons)),
            OnePage: new PageBound(worst.Length, (int)Math.Ceiling(below), left =>
                [$"… and {CaseFormat.Count(left)} more under ", Span.To(Sections.Summary, "Summary"), " and ", Span.To(Sections.Findings, "Findings"), "."]));
    }

    private TableRow Row(FindingSubjects subjects, FindingSubject subject, int reasons)
    {
        string about = subjects.Describe(subject.Evidence, subject.Names);
        List<Span> who = [.. subjects.Names(subject.Evidence, subject.Names, SpanStyle.Bold, 2).Spans];
        if (about.Length > 0)
            who.AddRange([Span.LineBreak, Span.Muted(about)]);
        Finding[] told = [.. subject.Findings.DistinctBy(f => f.Rule, StringComparer.Ordinal).Take(reasons)];
        List<Span> what = [Span.Bold(subject.Worst.Word() + "  ", FindingsSection.Of(subject.Worst))];
        foreach (Finding finding in told)
            what.Add($"{finding.Title}: {Sentence(finding.Reason)} ");
        int left = subject.Findings.Count - told.Length;
        if (left > 0)
            what.Add(Span.Muted($"And {CaseFormat.Count(left)} more."));
        return new TableRow([new RichText(who), new RichText(what)]);
    }

    private string Sentence(string reason)
    {
        string text = CaseFormat.Shorten(context.Secrets.Text(reason), LongestReason);
        return text.Length == 0 || ".…;!?".Contains(text[^1], StringComparison.Ordinal) ? text : text + ".";
    }

    private IEnumerable<RichText> Statements()
    {
        if (context.Case.Timeline.Summary is { First: Timestamp first, Last: Timestamp last })
            yield return [Span.Bold($"Recorded times ({context.Format.Zone}): "), context.Format.Second(first), " to ", context.Format.Second(last),
                OtherDays() + "."];
        if (context.Case.Findings is { } findings)
            yield return Statement("Findings: ", FindingsSection.Verdict(findings)!, FindingSummary.Counts(findings) ?? "no rule found anything above low");
        if (AddressSummary.Of(context.Case) is { } addresses)
            yield return [Span.Bold("Addresses in them: "), new Span(addresses + ", see "), Span.To(Sections.Indicators, "Indicators"), "."];
        if (Removed() is { } removed)
            yield return [Span.Bold("Removed: "), new Span(removed + ", see "), Span.To(Sections.Removed, "Removed, and what is left of it"), "."];
        if (VerificationSection.Verdict(context.Case.Verification) is { } integrity)
            yield return Statement("Integrity: ", integrity, Lower(integrity.Title));
        Callout reading = ProblemsSection.Verdict(context.Case);
        yield return Statement("Reading: ", reading, Lower(reading.Title));
        Problem[] losses = [.. context.Case.CopyLosses];
        foreach (Problem loss in losses.Take(MostLosses))
            yield return [Span.Bold("Copy: "), new Span(CaseFormat.Cut(Lost(loss), LongestLoss), SpanStyle.Plain, ProblemsSection.Of(loss.Severity)), "."];
        if (losses.Length > MostLosses)
            yield return [$"… and {CaseFormat.Count(losses.Length - MostLosses)} more that the copy lost, under ", Span.To(Sections.Problems, "Problems"), "."];
    }

    // Null where nothing was found again.
    private string? Removed()
    {
        List<Container> containers = context.Inventory.Recovered.Containers;
        if (containers.Count == 0)
            return context.Inventory.Recovered.Images.Count is > 0 and var images ? CaseFormat.Count(images, "removed image") + " found again" : null;
        string names = string.Join(", ", containers.Take(MostRemoved).Select(c => CaseFormat.Cut(c.Name ?? CaseFormat.ShortId(c.Id), LongestName)));
        return $"{CaseFormat.Count(containers.Count, "container")} that {(containers.Count == 1 ? "was" : "were")} removed "
            + $"{(containers.Count == 1 ? "was" : "were")} found again ({names}{(containers.Count > MostRemoved ? ", …" : "")})";
    }

    private string Lost(Problem loss) =>
        context.Case.Evidence.Count > 1 ? $"{CaseFormat.Cut(loss.Origin.Evidence, LongestName)}: {loss.Message}" : loss.Message;

    private double LinesOfLosses() =>
        context.Case.CopyLosses.Take(MostLosses).Sum(loss => 0.4 + Math.Ceiling((Math.Min(Lost(loss).Length, LongestLoss) + 6) / 85.0))
            + (context.Case.CopyLosses.Count() > MostLosses ? 1.4 : 0);

    private static RichText Statement(string name, Callout verdict, string text) => [Span.Bold(name), new Span(text + ".", SpanStyle.Plain, verdict.Tone)];

    private static string Lower(string title) => char.ToLowerInvariant(title[0]) + title[1..];

    // One odd file time can stretch the span by decades: what is no file time says more.
    private string OtherDays()
    {
        List<DayCount> days = [.. context.Case.Timeline.Summary.Days.Where(d => d.Others > 0)];
        if (days.Count == 0)
            return "; all are times of files";
        string first = CaseFormat.Day(days[0].Day), last = CaseFormat.Day(days[^1].Day);
        return first == last ? $"; all but those of files in layers and volumes are of {first}"
            : $"; all but those of files in layers and volumes lie between {first} and {last}";
    }
}
