using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>What the files hold that grave findings are about, each file once: what it is, where else its bytes are, and the difference to what was there
/// before.</summary>
internal sealed class FindingContents(ReportContext context)
{
    private const int MostFiles = 40;
    private const int MostLines = 24;
    private const int MostChars = 200;

    private readonly FindingSubjects _subjects = new(context);

    /// <param name="findings">Most severe first.</param>
    public IEnumerable<Block> Blocks(IReadOnlyList<Finding> findings)
    {
        Finding[] weighing = [.. findings.Where(f => f is { Severity: >= FindingSeverity.High, Content: not null }).DistinctBy(f => f.Entries[0])];
        if (weighing.Length == 0)
            yield break;
        yield return new Heading(2, "What their files hold");
        yield return new Paragraph("Of the files that findings of high severity and above are about: what the first bytes say they are, and how they differ "
            + "from what was there before (- gone, + new; of programs the first strings). Secrets are masked.", ParagraphRole.Note);
        yield return new DataTable([new Column("File", 172), new Column("Content", 315)], weighing.Take(MostFiles).Select(Row), TableLook.Compact);
        if (weighing.Length > MostFiles)
            yield return new Paragraph($"{CaseFormat.Count(weighing.Length - MostFiles, "more file")}: in the HTML and JSON.", ParagraphRole.Note);
    }

    private TableRow Row(Finding finding)
    {
        FindingContent content = finding.Content!;
        string path = Primitives.DisplayText.Escape(finding.Path!.Value.Bytes);
        var what = new List<Span> { Span.Mono(CaseFormat.Cut(path, ReportLimits.EventText)), Span.LineBreak };
        what.AddRange(_subjects.Names(finding.Evidence, finding.Subjects).Spans);
        what.AddRange([Span.LineBreak, Span.Muted(ContentText.Glances(content))]);
        if (ContentText.Elsewhere(content) is { } elsewhere)
            what.AddRange([Span.LineBreak, Span.Bold(CaseFormat.Cut(elsewhere, ReportLimits.EventText))]);
        var lines = new List<Span>();
        string[] all = [.. ContentText.Lines(content, context.Secrets)];
        foreach (string line in all.Take(MostLines))
        {
            if (lines.Count > 0)
                lines.Add(Span.LineBreak);
            lines.Add(Span.Mono(CaseFormat.Cut(line, MostChars), line[0] switch { '+' => Tone.Good, '-' => Tone.Danger, '@' => Tone.Muted, _ => Tone.Normal }));
        }
        if (all.Length > MostLines)
            lines.AddRange([Span.LineBreak, Span.Muted($"… {CaseFormat.Count(all.Length - MostLines, "more line")}")]);
        return new TableRow([new RichText(what), new RichText(lines)]);
    }
}
