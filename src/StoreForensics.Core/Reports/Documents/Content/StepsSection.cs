using StoreForensics.Model;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>An image's build steps, and what each did to the file system. A layer that several images share is described once, and referred to afterwards.</summary>
internal sealed class StepsSection(ReportContext context)
{
    private readonly Dictionary<Layer, (string Name, string? Anchor)> _described = [];

    public IEnumerable<Block> Blocks(Image image)
    {
        if (image.Steps.Count == 0)
            yield break;
        yield return new Heading(3, "Build steps");
        yield return new DataTable(
            [
                new Column("#", 24, AlignRight: true), new Column($"Created ({context.Format.Zone})", 84), new Column("Size", 52, AlignRight: true),
                new Column("Layer", 76), new Column("Instruction", 246),
            ],
            Rows(image));
        if (image.Steps.Any(s => s.LayerIsInferred))
            yield return new Paragraph("Which layer a step made is inferred by counting: the image records both lists in order, but not the pairs.", ParagraphRole.Note);
        foreach (BuildStep step in image.Steps.Take(ReportLimits.Steps))
        {
            if (step.Layer is not null)
            {
                foreach (Block block in Changes(image, step, step.Layer))
                    yield return block;
            }
        }
    }

    private IEnumerable<TableRow> Rows(Image image)
    {
        foreach (BuildStep step in image.Steps.Take(ReportLimits.Steps))
        {
            yield return new TableRow(
            [
                CaseFormat.Count(step.Number),
                step.Created is RecordedTime created && created.Time.IsUsable ? Span.Mono(context.Format.Short(created.Time)) : CaseFormat.Unknown,
                step.Size is null && step.IsEmptyLayer ? Span.Muted("none") : CaseFormat.Bytes(step.Size),
                step.Layer is not null ? Span.Mono(CaseFormat.ShortId(step.Layer.Id)) : Span.Muted(step.IsEmptyLayer ? "none" : "missing"),
                Instruction(image, step),
            ]);
        }
        if (image.Steps.Count > ReportLimits.Steps)
            yield return ReportContext.More(image.Steps.Count - ReportLimits.Steps, "steps, in the JSON inventory");
    }

    private RichText Instruction(Image image, BuildStep step)
    {
        string command = Shown(step.CreatedBy), line = Shown(step.Instruction);
        var spans = new List<Span>();
        if (line.Length > 0)
            spans.Add(Span.Mono(line));
        // The shell form says the same twice; anything else that was recorded is shown as it was.
        if (line.Length == 0 || !SaysTheSame(command, line))
            Append(spans, command.Length == 0 ? Span.Muted("no command recorded") : Span.Mono(command, line.Length == 0 ? Tone.Normal : Tone.Muted));
        if (!string.IsNullOrEmpty(step.Comment))
            Append(spans, Span.Muted("comment: " + CaseFormat.Cut(step.Comment, ReportLimits.EventText)));
        if (!string.IsNullOrEmpty(step.Author) && step.Author != image.Author)
            Append(spans, Span.Muted("author: " + CaseFormat.Cut(step.Author, ReportLimits.EventText)));
        return new RichText(spans);
    }

    // Cut first: what evidence holds can be megabytes.
    private string Shown(string command) => context.Secrets.Text(CaseFormat.Cut(command, ReportLimits.Text));

    private static void Append(List<Span> spans, Span span)
    {
        if (spans.Count > 0)
            spans.Add(Span.LineBreak);
        spans.Add(span);
    }

    private static bool SaysTheSame(string command, string line)
    {
        string bare = Core(command);
        return bare == Core(line) || "RUN " + bare == Core(line);
    }

    private static string Core(string command)
    {
        foreach (string shell in (ReadOnlySpan<string>)["/bin/sh -c #(nop) ", "/bin/sh -c #(nop)", "/bin/sh -c "])
        {
            if (command.StartsWith(shell, StringComparison.Ordinal))
            {
                command = command[shell.Length..];
                break;
            }
        }
        return string.Join(' ', command.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    private IEnumerable<Block> Changes(Image image, BuildStep step, Layer layer)
    {
        Span name = Span.Bold($"Step {CaseFormat.Count(step.Number)}: ");
        if (_described.TryGetValue(layer, out (string Name, string? Anchor) other))
        {
            yield return new Paragraph([name, new Span("layer "), Span.Mono(CaseFormat.ShortId(layer.Id)), new Span(", described under "), Span.To(other.Anchor, other.Name)], ParagraphRole.Label);
            yield break;
        }
        _described.Add(layer, (ReportContext.NameOf(image), context.AnchorOf(image)));
        if (layer.Files is null)
        {
            string reason = layer.UnreachableReason is null ? "" : ": " + CaseFormat.Cut(layer.UnreachableReason, ReportLimits.EventText);
            yield return new Paragraph([name, new Span("layer "), Span.Mono(layer.Id), Span.Muted("  its files are out of reach" + reason)], ParagraphRole.Label);
            yield break;
        }
        ChangeList changes = ChangeList.Read(() => context.LayerChanges(layer), layer.Parent is null ? ReportLimits.BaseLayerPaths : ReportLimits.StepPaths);
        Span between = changes.Total == 0 ? "   " : Span.LineBreak;
        yield return new Paragraph([name, .. ChangesSection.Counts(changes).Spans, between, Span.Muted("layer "), Span.Mono(layer.Id, Tone.Muted)], ParagraphRole.Label);
        foreach (Block block in ChangesSection.Lines(changes))
            yield return block;
    }
}
