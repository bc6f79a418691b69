using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>
/// The turning points: what was built, pulled, tagged, started, stopped, logged and deleted. Plain file times and the engine's bookkeeping are counted only.
/// </summary>
internal sealed class TimelineSection(ReportContext context)
{
    // As the sentences of events have it before a container's command.
    private const string CommandMark = ", command: ";
    private const int LongestCommand = 220;

    private readonly HashSet<string> _commandTold = new(StringComparer.Ordinal);
    private readonly TimelineSummary _summary = context.Case.Timeline.Summary;
    private readonly HashSet<string> _told = [.. context.DetailedImages.SelectMany(i => i.DisplayNames)];

    public IEnumerable<Block> Blocks()
    {
        yield return new Heading(1, "Timeline of turning points", Sections.Timeline);
        if (_summary is not { Count: > 0, First: Timestamp first, Last: Timestamp last })
        {
            yield return new Paragraph("There are no events.");
            yield break;
        }
        yield return new Paragraph(
        [
            new Span(CaseFormat.Count(_summary.Count, "event") + " from "), Span.Mono(context.Format.Full(first)), new Span(" to "),
                Span.Mono(context.Format.Full(last)),
            new Span($" ({context.Format.Zone}). Times are what files and metadata say; what that is worth is said under "),
                Span.To(Sections.Method, "Method, tool and limits"), new Span("."),
        ]);
        foreach (Block block in Events())
            yield return block;
    }

    private long CountOf(EventType type) => (int)type < _summary.CountByType.Count ? _summary.CountByType[(int)type] : 0;

    private long CountWhere(Func<EventType, bool> where) => Enum.GetValues<EventType>().Where(where).Sum(CountOf);

    private IEnumerable<Block> Events()
    {
        long plain = CountWhere(EventKinds.IsPlainFileTime);
        yield return new Paragraph((plain > 0 ? CaseFormat.Count(plain, "plain file time") + " (files of layers, volumes and the store itself) and the" : "The")
            + " engine's own bookkeeping (layers, snapshots and intermediate images registered, blobs and leases recorded, steps of builds begun, cache records made and used, configuration and network files saved, health checks) are left to the CSV.");
        long[] counts = Counts();
        if (counts.Sum() == 0)
            yield break;
        RowBudget[] budgets = Budgets(counts);
        long left = budgets.Sum(b => b.LeftOut);
        if (left > 0)
        {
            string remark = CaseFormat.Count(left, "event") + " besides plain file times are left to the CSV";
            context.LeftOut.Add(remark);
            yield return new Callout(Tone.Warning, "Not all events are shown",
                remark + ": of logs, of deletions, of files that are not as recorded and of the rest the first and the last are below, and a line tells where some are left out.");
        }
        yield return new DataTable(
            [new Column($"Time ({context.Format.Zone})", context.Format.Zone == "UTC" ? 108 : 134), new Column("What happened, and which time it is", 379)],
            Rows(budgets), TableLook.Compact);
    }

    private bool IsTold(TimelineEvent one) => EventKinds.IsTurningPoint(one.Type)
        && (!EventKinds.IsOfImage(one.Type) || one.Subject is not { Images.Count: > 0 } || one.Subject.Images.Any(_told.Contains));

    private static int KindOf(EventType type) => type switch
    {
        EventType.ContainerLog => 1,
        EventType.LayerFileDeleted => 2,
        EventType.LayerFileTampered => 3,
        _ => 0
    };

    // The summary knows types only, so that its counts have images in them that are not
    // told. That matters only where not all fit: then events are read once more.
    private long[] Counts()
    {
        long[] counts = [0, 0, 0, 0];
        foreach (EventType type in Enum.GetValues<EventType>().Where(EventKinds.IsTurningPoint))
            counts[KindOf(type)] += CountOf(type);
        if (counts.Sum() <= ReportLimits.Events)
            return counts;
        Array.Clear(counts);
        foreach (TimelineEvent one in context.Case.Timeline.Events())
        {
            if (IsTold(one))
                counts[KindOf(one.Type)]++;
        }
        return counts;
    }

    // What there can be millions of gives way to the rest as far as its own share; logs, then deletions take what is left. Files that are not as recorded do
    // not: Verification lists them too.
    private static RowBudget[] Budgets(long[] counts)
    {
        long[] shares = [0, Math.Min(counts[1], ReportLimits.LogLines), Math.Min(counts[2], ReportLimits.Deletions),
            Math.Min(counts[3], ReportLimits.Tampered)];
        shares[0] = Math.Min(counts[0], ReportLimits.Events - shares.Sum());
        for (int kind = 1; kind < 3; kind++)
            shares[kind] = Math.Min(counts[kind], shares[kind] + ReportLimits.Events - shares.Sum());
        return [.. shares.Select((share, kind) => new RowBudget(counts[kind], (int)share))];
    }

    private IEnumerable<TableRow> Rows(RowBudget[] budgets)
    {
        foreach (TimelineEvent one in context.Case.Timeline.Events())
        {
            if (!IsTold(one))
                continue;
            int kind = KindOf(one.Type);
            RowChoice choice = budgets[kind].Next();
            if (choice == RowChoice.Skip)
                continue;
            if (choice == RowChoice.Show)
            {
                yield return Row(one);
                continue;
            }
            string what = kind switch { 1 => "log lines", 2 => "deletions", 3 => "files that are not as recorded", _ => "other events" };
            yield return new TableRow([$"… from here {CaseFormat.Count(budgets[kind].LeftOut)} {what} are left to the CSV …"], NoteFrom: 0);
        }
    }

    private TableRow Row(TimelineEvent one)
    {
        string message = Message(one);
        List<Span> what = [new Span(message)];
        if (one.Subject is not null)
            AddSubject(what, one.Subject, message);
        if (one.Subject is not null && context.Case.Evidence.Count > 1)
            what.Add(Span.Muted(" · " + CaseFormat.Cut(one.Subject.Evidence, 80)));
        if (one.Tag.Length > 0)
            what.Add(new Span("  " + CaseFormat.Cut(one.Tag, 200), SpanStyle.Plain, Tone.Warning));
        what.Add(Span.Muted("  " + CaseFormat.Cut(one.TimeMeaning, 200)));
        return new TableRow([Span.Mono(context.Format.Short(one.Time)), new RichText(what)]);
    }

    // Commands stand in full with their image or container, and are told once here: a start repeats what its container was made with.
    private string Message(TimelineEvent one)
    {
        string message = CaseFormat.ShortDigests(context.Secrets.Text(DisplayText.Escape(Head(one.Message.Span))));
        bool isRepeated = one.Type == EventType.ContainerStarted && one.Subject is { ContainerIds: [var id] } && !_commandTold.Add(id);
        if (one.Type == EventType.ContainerCreated && one.Subject is { ContainerIds: [var made] })
            _commandTold.Add(made);
        int command = isRepeated ? message.IndexOf(CommandMark, StringComparison.Ordinal) : -1;
        if (command > 0)
            message = message[..command];
        bool isInFull = one.Type is EventType.BuildStep or EventType.ContainerCreated or EventType.ContainerStarted;
        message = CaseFormat.Runs(message);
        return isInFull ? CaseFormat.Shorten(message, LongestCommand) : CaseFormat.Cut(message, ReportLimits.EventText);
    }

    // More bytes than are shown need not be decoded: a message can be a log line of megabytes.
    private static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> message) => message[..Math.Min(message.Length, 64 * 1024)];

    // Whose it is, unless the message says so itself.
    private static void AddSubject(List<Span> what, EventSubject subject, string message)
    {
        // Names before bare ids: byte order has the ids first.
        IReadOnlyList<string> names = subject.Containers.Count > 0 ? subject.Containers
            : [.. subject.Images.OrderBy(n => n.Contains(':', StringComparison.Ordinal) ? 0 : 1)];
        if (names.Count == 0 || names.Any(name => message.Contains(name, StringComparison.Ordinal)))
            return;
        what.AddRange([Span.Muted(subject.Containers.Count > 0 ? "  container " : "  image "),
            .. ReportContext.Names(names, n => Span.Muted(CaseFormat.Cut(CaseFormat.ShortDigests(n), 80)), 1).Spans]);
    }
}
