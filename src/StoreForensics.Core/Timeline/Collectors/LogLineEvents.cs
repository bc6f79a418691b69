using System.Globalization;
using System.Text;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline.Clocks;

namespace StoreForensics.Timeline.Collectors;

/// <summary>Log lines as events: all, or the first and the last of each run with the count.</summary>
internal sealed class LogLineEvents(Inventory inventory, SubjectTable subjects, EventSink sink, LogClocks clocks, LogEvents mode, ProblemLog problems)
{
    private const string Meaning = "Log line read by the engine";

    /// <summary>The engine stamps a start after the process ran: first lines may be a little older than it (docker-storage-formats §4.6).</summary>
    private const long StartToleranceSeconds = 2;

    public void Collect()
    {
        if (mode == LogEvents.None)
            return;
        foreach (Container container in inventory.Containers.Concat(inventory.LoggedOnly))
        {
            problems.Contain(container.Origin, () => Collect(container));
        }
    }

    private void Collect(Container container)
    {
        if (mode == LogEvents.All)
            All(container);
        else
            FirstAndLast(container);
    }

    private void All(Container container)
    {
        foreach (LogLine line in ContainerLog.Read(container, problems))
        {
            if (line.Time is { } time)
                clocks.Take(container, time);
            Add(container, line, "");
        }
    }

    private void FirstAndLast(Container container)
    {
        LogLine? first = null, last = null;
        long count = 0;
        foreach (LogLine line in ContainerLog.Read(container, problems))
        {
            if (line.Time is not { } time)
                continue;
            clocks.Take(container, time);
            if (first is not null && BeginsRun(container, last!, line))
            {
                Flush(container, first, last!, count);
                (first, count) = (null, 0);
            }
            first ??= line;
            last = line;
            count++;
        }
        if (first is not null)
            Flush(container, first, last!, count);
    }

    // Only the last start is recorded: lines before it belong to earlier runs.
    private static bool BeginsRun(Container container, LogLine previous, LogLine line) =>
        container.Started is { } start && previous.Time!.Value.Seconds < start.Time.Seconds - StartToleranceSeconds
            && line.Time!.Value.Seconds >= start.Time.Seconds - StartToleranceSeconds;

    private void Flush(Container container, LogLine first, LogLine last, long count)
    {
        string lines = string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "line" : "lines")}");
        if (count == 1)
        {
            Add(container, first, $"[only line of the run] ");
            return;
        }
        Add(container, first, $"[first of {lines}] ");
        Add(container, last, $"[last of {lines}] ");
    }

    private void Add(Container container, LogLine line, string prefix)
    {
        ReadOnlySpan<byte> text = line.Text.Span.TrimEnd("\r\n"u8);
        byte[] head = Encoding.UTF8.GetBytes(line.Stream is null ? prefix : $"{prefix}{line.Stream}: ");
        byte[] message = new byte[head.Length + text.Length];
        head.CopyTo(message, 0);
        text.CopyTo(message.AsSpan(head.Length));
        EventTags tags = line.Text.Span.EndsWith("\n"u8) ? EventTags.None : EventTags.Partial;
        EvidencePath origin = container.Logs[0].Source.Tree.PathOf(line.Node);
        sink.Add(EventType.ContainerLog, line.Time, Meaning, subjects.Of(container), message, default, null, origin.Bytes, tags, '\0');
    }
}
