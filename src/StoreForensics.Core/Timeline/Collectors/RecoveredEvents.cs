using System.Globalization;
using System.Text;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Collectors;

/// <summary>Events of what was removed and recovered, all <c>recovered.*</c>: containers with their logs, and deleted files below the data roots.</summary>
internal sealed class RecoveredEvents(Inventory inventory, SubjectTable subjects, EventSink sink, LogEvents logs)
{
    public void Collect()
    {
        foreach (Container container in inventory.Recovered.Containers)
            Add(container);
        foreach (OwnedFile file in OwnedFile.Of(inventory))
            Add(file);
    }

    private void Add(Container container)
    {
        EventSubject subject = subjects.Of(container);
        string name = $"{container.DisplayName} ({container.Recovery!.Word}, removed since)", basis = ": " + container.Recovery.Basis;
        sink.Add(EventType.RecoveredContainer, container.Created?.Time, "Container created (recovered configuration)", subject,
            $"Container created: {name}, of {container.ImageName ?? container.ImageId ?? "an unknown image"}{basis}", container.Origin);
        sink.Add(EventType.RecoveredContainerStarted, container.Started?.Time, "Container started (recovered configuration)", subject,
            $"Container started: {name}: {container.Command}", container.Origin);
        sink.Add(EventType.RecoveredContainerFinished, container.Finished?.Time, "Container finished (recovered configuration)", subject,
            string.Create(CultureInfo.InvariantCulture, $"Container finished: {name}, exit code {container.ExitCode}"), container.Origin);
        string removal = container.Recovery.RemovedSign ?? "Container removed (deletion time of its files)";
        sink.Add(EventType.RecoveredContainerRemoved, container.Recovery.Removed, removal, subject,
            $"Container removed: {name}{basis}", container.Origin);
        if (logs != LogEvents.None)
            AddLog(container, subject);
    }

    private void AddLog(Container container, EventSubject subject)
    {
        LogLine? first = null, last = null;
        foreach (LogLine line in ContainerLog.Read(container, new ProblemLog()).Where(l => l.Time is not null))
        {
            if (logs == LogEvents.All)
                Add(container, subject, line, "");
            first ??= line;
            last = line;
        }
        if (logs == LogEvents.All || first is null)
            return;
        Add(container, subject, first, first == last ? "[only line] " : "[first line] ");
        if (first != last)
            Add(container, subject, last!, "[last line] ");
    }

    private void Add(Container container, EventSubject subject, LogLine line, string prefix)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes($"{prefix}{line.Stream ?? "log"}: "), .. line.Text.Span.TrimEnd("\r\n"u8)];
        EvidencePath origin = container.Logs[0].Source.Tree.PathOf(line.Node);
        sink.Add(EventType.RecoveredContainerLog, line.Time, "Log line read by the engine (recovered log)", subject, message, default, null, origin.Bytes,
            EventTags.None, '\0');
    }

    private void Add(in OwnedFile owned)
    {
        RecoveredFile file = owned.File;
        EventSubject subject = owned.Owner switch
        {
            Layer layer => subjects.Of(layer),
            Container container => subjects.Of(container),
            _ => subjects.Of((StoreInfo)owned.Owner),
        };
        sink.AddEntry(EventType.RecoveredFile, file.Entry.Facts.Modified, "File modified (mtime of a deleted file)", subject, file.Entry.Source, file.Entry.Node,
            owned.Root, '\0', EventTags.None);
        sink.AddEntry(EventType.RecoveredFileDeleted, file.Recovery.Removed, "File deleted (deletion time in its inode)", subject, file.Entry.Source,
            file.Entry.Node, owned.Root, '\0', EventTags.None);
    }
}
