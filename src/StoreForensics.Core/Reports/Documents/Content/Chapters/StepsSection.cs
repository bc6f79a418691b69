using StoreForensics.Model;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>An image's build steps, and what each did to the file system. A layer that
/// several images share is described once, and referred to afterwards.</summary>
internal sealed class StepsSection(ReportContext context)
{
    private readonly Dictionary<Layer, (string Name, string? Anchor)> _described = [];
    private readonly Dictionary<(int Number, string Command, RecordedTime? Created, Layer? Layer), (string Name, string? Anchor)> _told = [];

    public IEnumerable<Block> Blocks(Image image)
    {
        if (image.Steps.Count == 0)
            yield break;
        yield return new Heading(3, "Build steps, and what each changed");
        yield return new DataTable(
            [new Column("#", 24, AlignRight: true), new Column($"Created ({context.Format.Zone})", 114), new Column("Size", 52, AlignRight: true),
                new Column("Instruction", 297)],
            Rows(image));
        if (image.Steps.Any(s => s.LayerIsInferred))
            yield return new Paragraph("Which layer a step made is inferred by counting: the image records both lists in order, but not the pairs.",
                ParagraphRole.Note);
    }

    private IEnumerable<TableRow> Rows(Image image)
    {
        BuildStep[] steps = [.. image.Steps.Take(ReportLimits.Steps)];
        for (int at = 0; at < steps.Length; at++)
        {
            BuildStep step = steps[at];
            if (Shared(steps, at) is { Count: > 1 } shared)
            {
                string numbers = $"Steps {CaseFormat.Count(step.Number)} to {CaseFormat.Count(steps[at + shared.Count - 1].Number)}";
                yield return new TableRow([[Span.Muted(numbers + " are the very same as those described under "), Span.To(shared.Anchor, shared.Name)]], NoteFrom: 0);
                at += shared.Count - 1;
                continue;
            }
            yield return new TableRow(
            [
                CaseFormat.Count(step.Number),
                step.Created is RecordedTime created && created.Time.IsUsable ? Span.Mono(context.Format.Short(created.Time)) : CaseFormat.Unknown,
                step.Size is null && step.IsEmptyLayer ? Span.Muted("none") : CaseFormat.Bytes(step.Size),
                Instruction(image, step),
            ], KeepWithNext: step.Layer is not null);
            if (step.Layer is not null)
                yield return new TableRow([Changes(image, step.Layer)], NoteFrom: 1);
        }
        foreach (BuildStep step in steps)
            _told.TryAdd(Key(step), (ReportContext.NameOf(image), context.AnchorOf(image)));
        if (image.Steps.Count > ReportLimits.Steps)
            yield return ReportContext.More(image.Steps.Count - ReportLimits.Steps, "steps, in the JSON inventory");
    }

    // How many steps from one on were told with one other image: the very same, not the same command run again.
    private (int Count, string Name, string? Anchor) Shared(BuildStep[] steps, int from)
    {
        if (!_told.TryGetValue(Key(steps[from]), out (string Name, string? Anchor) first))
            return default;
        int count = steps.Skip(from).TakeWhile(s => _told.TryGetValue(Key(s), out var other) && other == first).Count();
        return (count, first.Name, first.Anchor);
    }

    private static (int, string, RecordedTime?, Layer?) Key(BuildStep step) => (step.Number, step.CreatedBy, step.Created, step.Layer);

    private RichText Instruction(Image image, BuildStep step)
    {
        string command = Shown(step.CreatedBy), line = Shown(step.Instruction);
        var spans = new List<Span>();
        if (line.Length > 0)
            spans.Add(Span.Mono(line));
        // The shell form says the same twice; anything else that was recorded is shown as it was.
        if (step.Layer is null && !step.IsEmptyLayer)
            Append(spans, Span.Muted("its layer is missing"));
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
        string bare = Core(command), told = Core(line);
        return bare == told || "RUN " + bare == told || bare == "RUN " + told;
    }

    private static string Core(string command)
    {
        // What BuildKit writes behind each command of its own.
        if (command.EndsWith(" # buildkit", StringComparison.Ordinal))
            command = command[..^" # buildkit".Length];
        foreach (string shell in (ReadOnlySpan<string>)["/bin/sh -c #(nop) ", "/bin/sh -c #(nop)", "/bin/sh -c ", "RUN /bin/sh -c ", "RUN "])
        {
            if (command.StartsWith(shell, StringComparison.Ordinal))
            {
                command = command[shell.Length..];
                break;
            }
        }
        return string.Join(' ', command.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    private RichText Changes(Image image, Layer layer)
    {
        if (_described.TryGetValue(layer, out (string Name, string? Anchor) other))
            return [Span.Muted("layer "), Span.Mono(CaseFormat.ShortId(layer.Id), Tone.Muted), Span.Muted(", described under "),
                Span.To(other.Anchor, other.Name)];
        _described.Add(layer, (ReportContext.NameOf(image), context.AnchorOf(image)));
        if (layer.Files is null)
        {
            string reason = layer.UnreachableReason is null ? "" : ": " + CaseFormat.Cut(layer.UnreachableReason, ReportLimits.EventText);
            return [Span.Muted("layer "), Span.Mono(CaseFormat.Cut(layer.Id, 80), Tone.Muted), Span.Muted("  its files are out of reach" + reason)];
        }
        ChangeList changes = ChangeList.Read(() => context.LayerChanges(layer), layer.Parent is null ? ReportLimits.BaseLayerPaths : ReportLimits.StepPaths);
        return [.. ChangesSection.Counts(changes).Spans, Span.Muted("  layer "), Span.Mono(CaseFormat.Cut(layer.Id, 80), Tone.Muted),
            .. ChangesSection.InLines(changes)];
    }
}
