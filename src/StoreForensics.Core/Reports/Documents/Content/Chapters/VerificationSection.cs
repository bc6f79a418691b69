using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>Whether images and layers are as the engine recorded them; every file that is not.</summary>
internal static class VerificationSection
{
    /// <summary>For the first page; null when nothing was verified.</summary>
    public static Callout? Verdict(VerificationResult? verification)
    {
        if (verification is null || verification.Checks.Count == 0)
            return null;
        string counts = VerificationWords.Counts(verification);
        if (verification.HasMismatch)
            return new Callout(Tone.Danger, VerificationWords.Mismatch(verification), [counts + " ", Span.To(Sections.Verification, "See Verification.")]);
        return VerificationWords.HasVerified(verification)
            ? new Callout(Tone.Good, "What could be verified is as the engine recorded it", [counts + " ", Span.To(Sections.Verification, "See Verification.")])
            : new Callout(Tone.Normal, "Whether layers were altered cannot be told", [counts + " ", Span.To(Sections.Verification, "See Verification.")]);
    }

    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Case.Verification is not { } verification)
            yield break;
        yield return new Heading(1, "Verification", Sections.Verification);
        yield return new Paragraph(
            "Images, the layers' places in them and content blobs were compared with the digests that name them. Of each layer whose tar headers the engine kept, the tar was rebuilt from the files on disk and compared with the recorded digest, and every file with its header and checksum.");
        yield return new Paragraph(VerificationWords.Counts(verification));
        foreach (Block block in Mismatches(context, verification))
            yield return block;
        foreach (Block block in Unverifiable(verification))
            yield return block;
    }

    private static IEnumerable<Block> Mismatches(ReportContext context, VerificationResult verification)
    {
        Check[] wrong = [.. verification.Checks.Where(c => c.IsMismatch)];
        if (wrong.Length == 0)
            yield break;
        yield return new Heading(2, "Not as recorded");
        if (wrong.Length > ReportLimits.Mismatches)
        {
            string remark = $"{CaseFormat.Count(wrong.Length - ReportLimits.Mismatches)} of {CaseFormat.Count(wrong.Length)} things that are not as recorded";
            context.LeftOut.Add(remark);
            yield return new Callout(Tone.Warning, "Not all are shown", $"The PDF leaves out {remark}; they are in the JSON inventory.");
        }
        yield return new DataTable(
            [new Column("Status", 52), new Column("What", 172), new Column("How it differs", 172), new Column("Times", 91)],
            wrong.Take(ReportLimits.Mismatches).Select(check =>
                new TableRow([new Span(check.Status.Word(), SpanStyle.Bold, Tone.Danger), What(context, check),
                How(check), Times(context, check)])));
    }

    private static RichText How(Check check)
    {
        var spans = new List<Span> { CaseFormat.Cut(check.Detail ?? "", ReportLimits.EventText) };
        if (check.Grounds is { } grounds)
            spans.AddRange([Span.LineBreak, Span.Muted($"Confidence {grounds.Confidence.Word()}. Rests on {string.Join("; ", grounds.Basis)}. "
                + $"What else would look so: {string.Join("; ", grounds.Alternatives)}.")]);
        return new RichText(spans);
    }

    private static RichText What(ReportContext context, Check check)
    {
        var spans = new List<Span>();
        if (check.Path is { } path)
            spans.AddRange([Span.Mono(CaseFormat.Cut(path.ToString(), ReportLimits.EventText)), Span.LineBreak, Span.Muted("in layer ")]);
        else
            spans.Add(Span.Muted(check.Kind.Word() + " "));
        spans.Add(Span.Mono(CaseFormat.Cut(context.Case.Label(check.Subject, check.Origin.Evidence), 160)));
        string[] owners = [.. VerificationWords.Owners(check).Take(6)];
        if (owners.Length > 0)
            spans.AddRange([Span.LineBreak, Span.Muted("of " + CaseFormat.Cut(string.Join(", ", owners), 200))]);
        return new RichText(spans);
    }

    private static RichText Times(ReportContext context, Check check)
    {
        var spans = new List<Span>();
        Add("recorded ", check.RecordedModified);
        Add("now ", check.Modified);
        Add("changed ", check.Changed);
        return spans.Count == 0 ? Span.Muted("none") : new RichText(spans);

        void Add(string name, Timestamp? time)
        {
            if (time is not { IsUsable: true } known)
                return;
            if (spans.Count > 0)
                spans.Add(Span.LineBreak);
            spans.AddRange([Span.Muted(name), context.Format.Short(known)]);
        }
    }

    private static IEnumerable<Block> Unverifiable(VerificationResult verification)
    {
        (CheckKind Kind, string Detail, int Count)[] reasons = [.. verification.Checks.Where(c => c.Status == CheckStatus.Unverifiable)
            .GroupBy(c => (c.Kind, Detail: c.Detail ?? "")).Select(g => (g.Key.Kind, g.Key.Detail, g.Count()))];
        if (reasons.Length == 0)
            yield break;
        yield return new Heading(2, "What could not be verified, and why");
        yield return new BulletList([.. reasons.Take(50).Select(r =>
            (RichText)$"{CaseFormat.Count(r.Count, r.Kind.Word())}: {CaseFormat.Cut(r.Detail, ReportLimits.EventText)}")]);
    }
}
