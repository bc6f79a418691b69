using StoreForensics.Evidence;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>Every piece of evidence with its digest, what a disk image says of itself, and the examiner's note.</summary>
internal static class EvidenceSection
{
    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        yield return new Heading(1, "Evidence", Sections.Evidence);
        if (context.Case.Evidence.Count == 0)
            yield return new Paragraph("No evidence was opened.");
        else
            yield return Table(context.Case.Evidence, ReportLimits.Rows);
        foreach (EvidenceDetails evidence in context.Case.Evidence)
        {
            if (evidence.Disk is null)
                continue;
            yield return new Heading(3, CaseFormat.Cut(evidence.Name, 120));
            var rows = new ListRows(context.Secrets);
            foreach ((string label, string value) in DiskWords.Facts(evidence.Disk))
                rows.Text(label, value);
            yield return rows.Table;
        }
        if (!string.IsNullOrWhiteSpace(context.Case.Details.Note))
            yield return new ListRows(context.Secrets).Text("Note", context.Case.Details.Note.ReplaceLineEndings("  ").Trim()).Table;
    }

    public static DataTable Table(IReadOnlyList<EvidenceDetails> evidence, int most, int longestName = ReportLimits.EventText) => new(
        [new Column("Name and SHA-256", 300), new Column("Opened as", 54), new Column("Size", 86, AlignRight: true),
            new Column("Entries", 47, AlignRight: true)],
        Rows(evidence, most, longestName));

    private static IEnumerable<TableRow> Rows(IReadOnlyList<EvidenceDetails> evidence, int most, int longestName)
    {
        foreach (EvidenceDetails e in evidence.Take(most))
        {
            yield return new TableRow(
            [
                [Span.Mono(CaseFormat.Cut(e.Name, longestName)), Span.LineBreak, .. Digest(e)],
                string.Join(" › ", e.Wrapping),
                e.SizeBytes is long size ? [CaseFormat.Bytes(size), Span.LineBreak, Span.Muted(CaseFormat.Count(size, "byte"))] : Span.Muted("no single file"),
                CaseFormat.Count(e.Entries),
            ]);
        }
        if (evidence.Count > most)
            yield return ReportContext.More(evidence.Count - most, "under Evidence");
    }

    private static IEnumerable<Span> Digest(EvidenceDetails evidence)
    {
        if (evidence.Sha256 is null)
            return [Span.Muted("SHA-256 not computed")];
        Span digest = Span.Mono(evidence.Sha256);
        return evidence.Sha256Of is null ? [digest] : [digest, Span.LineBreak, Span.Muted("SHA-256 of " + evidence.Sha256Of)];
    }
}
