using System.Globalization;
using System.Text;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Collectors;

/// <summary>Events from what builders remember: builds, their vertices and logs, and the cache (docker-storage-formats section 11).</summary>
internal sealed class BuildEvents(Inventory inventory, SubjectTable subjects, EventSink sink, LogEvents logs, ProblemLog problems)
{
    public void Collect()
    {
        foreach (BuildRecord build in inventory.Builds)
            problems.Contain(build.Origin, () => Add(build));
        // A record that repeats the state of another is no event of its own.
        foreach (BuildCacheRecord record in inventory.BuildCache.Where(r => r.SameAs is null))
            Add(record);
    }

    private void Add(BuildRecord build)
    {
        EventSubject subject = subjects.Of(build);
        if (build.IsRecorded)
            sink.Add(EventType.BuildStarted, build.Started, "Build begun (the builder's record)", subject, "Build begun: " + Words(build), build.Origin);
        else if (!inventory.CopyOf(build.Origin.Evidence).HasLost(CopyLoss.FileTimes))
            sink.Add(EventType.BuildStarted, build.Client?.Modified, "Build asked for (mtime of the client's reference)", subject,
                $"Build asked for, of which no builder has a record: {Words(build)}", build.Origin, EventTags.Inferred);
        sink.Add(EventType.BuildCompleted, build.Completed, "Build ended (the builder's record)", subject,
            $"Build {BuildStatus.Word(build)}: {Words(build)}{Why(build)}", build.Origin);
        if (build.Log?.Entry is not { } log)
            return;
        foreach (BuildVertex vertex in build.Vertices)
            Add(build, vertex, subject, log.Origin());
        if (logs != LogEvents.None)
            AddLog(build, subject, log.Origin());
    }

    private void Add(BuildRecord build, BuildVertex vertex, EventSubject subject, Origin log)
    {
        string end = vertex.Error is { } error ? $" failed: {error}" : vertex.IsCached ? " (from the cache)" : "";
        sink.Add(EventType.BuildVertexStarted, vertex.Started, "Part of a build begun (its log)", subject, $"Build {build.Id}: {vertex.Name}", log);
        sink.Add(EventType.BuildVertexCompleted, vertex.Completed, "Part of a build ended (its log)", subject,
            $"Build {build.Id}, ended: {vertex.Name}{end}", log);
    }

    private void AddLog(BuildRecord build, EventSubject subject, Origin log)
    {
        IEnumerable<BuildLogLine> lines = BuildLog.Lines(build.Log!.Entry!.Value, problems);
        if (logs == LogEvents.All)
        {
            foreach (BuildLogLine line in lines)
                Add(line, subject, log, "");
            return;
        }
        BuildLogLine? first = null, last = null;
        long count = 0;
        foreach (BuildLogLine line in lines)
        {
            first ??= line;
            last = line;
            count++;
        }
        if (first is null)
            return;
        string all = count.ToString(CultureInfo.InvariantCulture);
        Add(first, subject, log, count == 1 ? "[only line of the build] " : $"[first of {all} lines] ");
        if (count > 1)
            Add(last!, subject, log, $"[last of {all} lines] ");
    }

    private void Add(BuildLogLine line, EventSubject subject, Origin log, string prefix)
    {
        byte[] head = Encoding.UTF8.GetBytes(line.Stream switch { 1 => prefix + "stdout: ", 2 => prefix + "stderr: ", _ => prefix });
        sink.Add(EventType.BuildLog, line.Time, "Line of a build's log read by the builder", subject, (byte[])[.. head, .. line.Text.Span.TrimEnd("\r\n"u8)],
            default, null, log.Path.Bytes, EventTags.None, '\0');
    }

    private void Add(BuildCacheRecord record)
    {
        EventSubject subject = record.Layer is { } layer ? subjects.Of(layer) : subjects.Of(record.Store);
        string what = $"{record.Id} ({record.Type}){(record.Description is { } text ? $": {text}" : "")}";
        sink.Add(EventType.BuildCacheCreated, record.Created, "Record of the build cache made (the builder's record)", subject,
            "Build cache: made " + what, record.Origin);
        string times = record.UsageCount is long uses ? string.Create(CultureInfo.InvariantCulture, $" (used {uses} times in all)") : "";
        sink.Add(EventType.BuildCacheUsed, record.LastUsed, "Record of the build cache last used (the builder's record)", subject,
            $"Build cache: last used {what}{times}", record.Origin);
    }

    private static string Words(BuildRecord build)
    {
        string names = string.Join(", ", BuildReferences.Names(build));
        return $"{build.Id}{(BuildNaming.Name(build) is { } name ? $" of {name}" : "")}{(names.Length > 0 ? $" as {names}" : "")}";
    }

    private static string Why(BuildRecord build) => build.Error is not { } error ? ""
        : error.Step is { } step ? $"; {error.Message} (in {step})" : $"; {error.Message}";
}
