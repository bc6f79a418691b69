using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>What happened, without the mass of plain file times, which it counts only.</summary>
internal sealed class TimelineSection(ReportContext context)
{
    private readonly TimelineSummary _summary = context.Case.Timeline.Summary;

    public IEnumerable<Block> Blocks()
    {
        yield return new Heading(1, "Timeline", Sections.Timeline);
        if (_summary is not { Count: > 0, First: Timestamp first, Last: Timestamp last })
        {
            yield return new Paragraph("There are no events.");
            yield break;
        }
        yield return new Paragraph(
        [
            new Span(CaseFormat.Count(_summary.Count, "event") + " from "), Span.Mono(context.Format.Full(first)), new Span(" to "), Span.Mono(context.Format.Full(last)),
            new Span($" ({context.Format.Zone}). Times are what files and metadata say; what that is worth is said under "), Span.To(Sections.Method, "Method and limits"), new Span("."),
        ]);
        foreach (Block block in new ActivitySection(context).Blocks())
            yield return block;
        yield return new Heading(2, "Events by type");
        yield return Types();
        yield return new Heading(2, "Events");
        foreach (Block block in Events())
            yield return block;
    }

    private long CountOf(EventType type) => (int)type < _summary.CountByType.Count ? _summary.CountByType[(int)type] : 0;

    private long CountWhere(Func<EventType, bool> where) => Enum.GetValues<EventType>().Where(where).Sum(CountOf);

    private DataTable Types() => new(
        [new Column("Type", 200), new Column("Events", 80, AlignRight: true), new Column("In this report", 200)],
        Enum.GetValues<EventType>().Where(t => CountOf(t) > 0).Select(type => new TableRow(
        [
            Span.Mono(type.Name()),
            CaseFormat.Count(CountOf(type)),
            EventKinds.IsPlainFileTime(type) ? Span.Muted("counted only; in the CSV") : "below",
        ])));

    private IEnumerable<Block> Events()
    {
        long plain = CountWhere(EventKinds.IsPlainFileTime);
        if (plain > 0)
            yield return new Paragraph($"{CaseFormat.Count(plain, "plain file time")} (files of layers, volumes and the store itself) are left to the CSV.");
        if (plain == _summary.Count)
            yield break;
        RowBudget[] budgets = Budgets();
        long left = budgets.Sum(b => b.LeftOut);
        if (left > 0)
        {
            string remark = CaseFormat.Count(left, "event") + " besides plain file times are left to the CSV";
            context.LeftOut.Add(remark);
            yield return new Callout(Tone.Warning, "Not all events are shown",
                remark + ": of logs, of deletions and of the rest the first and the last are below, and a line tells where some are left out.");
        }
        yield return new DataTable(
            [new Column($"Time ({context.Format.Zone})", 113), new Column("Event", 128), new Column("What happened", 246)],
            Rows(budgets));
    }

    // Logs and deletions give way to the rest as far as their own share, and take what it leaves.
    private RowBudget[] Budgets()
    {
        long logs = CountOf(EventType.ContainerLog), deletions = CountOf(EventType.LayerFileDeleted);
        long others = CountWhere(t => !EventKinds.IsPlainFileTime(t)) - logs - deletions;
        long forOthers = Math.Min(others, ReportLimits.Events - Math.Min(logs, ReportLimits.LogLines) - Math.Min(deletions, ReportLimits.Deletions));
        long forLogs = Math.Min(logs, ReportLimits.Events - forOthers - Math.Min(deletions, ReportLimits.Deletions));
        long forDeletions = Math.Min(deletions, ReportLimits.Events - forOthers - forLogs);
        return [new RowBudget(others, (int)forOthers), new RowBudget(logs, (int)forLogs), new RowBudget(deletions, (int)forDeletions)];
    }

    private IEnumerable<TableRow> Rows(RowBudget[] budgets)
    {
        foreach (TimelineEvent one in context.Case.Timeline.Events())
        {
            if (EventKinds.IsPlainFileTime(one.Type))
                continue;
            int kind = one.Type switch { EventType.ContainerLog => 1, EventType.LayerFileDeleted => 2, _ => 0 };
            switch (budgets[kind].Next())
            {
                case RowChoice.Show:
                    yield return Row(one);
                    break;
                case RowChoice.BeginGap:
                    string what = kind switch { 1 => "log lines", 2 => "deletions", _ => "events that are neither log lines nor deletions" };
                    yield return new TableRow([$"… from here {CaseFormat.Count(budgets[kind].LeftOut)} {what} are left to the CSV …"], IsNote: true);
                    break;
            }
        }
    }

    private TableRow Row(TimelineEvent one)
    {
        string message = CaseFormat.Cut(context.Secrets.Text(DisplayText.Escape(Head(one.Message.Span))), ReportLimits.EventText);
        List<Span> what = [new Span(message)];
        if (one.Subject is not null)
            AddSubject(what, one.Subject);
        if (one.Tag.Length > 0)
            what.AddRange([Span.LineBreak, new Span(CaseFormat.Cut(one.Tag, 200), SpanStyle.Plain, Tone.Warning)]);
        return new TableRow(
        [
            Span.Mono(context.Format.Short(one.Time)),
            [Span.Mono(one.Type.Name()), Span.LineBreak, Span.Muted(CaseFormat.Cut(one.TimeMeaning, 200))],
            new RichText(what),
        ]);
    }

    // More bytes than are shown need not be decoded: a message can be a log line of megabytes.
    private static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> message) => message[..Math.Min(message.Length, 64 * 1024)];

    private static void AddSubject(List<Span> what, EventSubject subject)
    {
        var parts = new List<Span>();
        Add(parts, "container ", subject.Containers);
        if (subject.Containers.Count == 0)
            Add(parts, "image ", subject.Images);
        if (subject.Layer is not null)
            parts.AddRange([Span.Muted(parts.Count > 0 ? ", layer " : "layer "), Span.Mono(CaseFormat.ShortId(subject.Layer), Tone.Muted)]);
        if (parts.Count > 0)
            what.AddRange([Span.LineBreak, .. parts]);
    }

    private static void Add(List<Span> parts, string kind, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
            parts.AddRange([Span.Muted(kind), .. ReportContext.Names(names, n => Span.Muted(CaseFormat.Cut(n, 80)), 3).Spans]);
    }
}
