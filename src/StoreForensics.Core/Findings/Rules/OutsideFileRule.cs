using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Files of a container that nothing in it can have made: of a time at which it did not run, or older than it is.</summary>
internal sealed class OutsideFileRule : IFileRule
{
    private const long ToleranceSeconds = 2;
    private const long DaySeconds = 86400;

    // More of them are an archive or packages that were unpacked in the container.
    private const int MaxOlder = 20;
    private const int MaxKept = 100_000;

    private static readonly Rule s_rule = new("file-from-outside", "File brought into a container from outside", FindingConfidence.Medium, ["T1105", "T1609"],
        "Where it came from: the shell histories and logs of the host at that time.")
    {
        When = "A file was added to a container that never ran, or at a time when it did not run, or is up to a day older than its container (more: "
            + "file-time-set-back); medium for programs, scripts, hidden files and in a program's place.",
        Alternatives = ["an archive that was unpacked in the container, or a copy that keeps times", "the engine made the file, or a clock was set"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    private const int MaxTimes = 300_000;

    private readonly List<Older> _older = [];
    private readonly HashSet<Timestamp> _times = [];

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file is { IsFile: true, Owner: FileOwner.Base or FileOwner.Step, Known.Modified: { } ofImage } && _times.Count < MaxTimes)
            _times.Add(ofImage);
        if (file is not { Owner: FileOwner.Container, Change: 'A', IsFile: true, Facts.Size: > 0 } || IsBuilders(file.Container)
            || file.Container is not { Created.Time: { IsUsable: true } created } container)
            return;
        // Of a copy the change times are the copy's: the modification time is the only one.
        Timestamp? changed = file.ContainerEnded is null ? file.Tree.Extra(file.Node).Changed : null;
        Timestamp? at = changed ?? file.Known.Modified;
        if (at is not { IsUsable: true } time || time > file.Latest)
            return;
        string path = DisplayText.Escape(file.Path);
        FindingSeverity severity = IsTelling(file) ? FindingSeverity.Medium : FindingSeverity.Low;
        if (container is { State: "created", Started: null or { Time.IsUsable: false }, Pod: null })
            sink.Add(s_rule, severity, file, $"{path} was added to the container, which never ran: nothing in it can have made it.");
        else if (Ended(container) is { } ended && time.Seconds > ended.Seconds + ToleranceSeconds)
            sink.Add(s_rule, severity, file, changed is null
                ? $"{path} says {time}, and the container had ended at {ended}: it was brought in after that, or its time was set."
                : $"{path} was last changed at {time}, and the container had ended at {ended}: nothing in it can have done that.");
        else if (file.Known.Modified is { IsUsable: true } modified && modified.Seconds < created.Seconds - ToleranceSeconds
            && modified.Seconds > created.Seconds - DaySeconds && _older.Count < MaxKept)
        {
            _older.Add(new Older(file, severity,
                $"{path} says {modified}, before the container was created at {created}: it was copied in with its time, or its time was set."));
        }
    }

    public void Finish(FindingSink sink)
    {
        var grounds = new Grounds(s_rule.Confidence, ["the file's modification time and the container's in the engine's record"], s_rule.Alternatives);
        foreach (IGrouping<int, Older> container in _older.Where(o => !IsOfImage(o)).GroupBy(o => sink.SubjectKeys.Of(o.Subjects)))
        {
            bool isMany = container.Count() > MaxOlder;
            foreach (Older file in container)
                sink.Add(s_rule, isMany ? FindingSeverity.Low : file.Severity, file.Subjects, file.Reason, file.Origin, new EvidencePath(file.Path),
                    file.Modified, file.Happened, file.Entry, grounds);
        }
    }

    // With the time of a file of an image: moved or copied within the container.
    private bool IsOfImage(Older file) => file.Modified is { } time && _times.Contains(time);

    // While it ends, its last writes are still under way; of one that was started again the end before is recorded.
    private static Timestamp? Ended(Container container) => container is { State: "exited" or "dead", Finished: { Time.IsUsable: true } finished }
        && (container.Started is not { } started || started.Time <= finished.Time) ? finished.Time : null;

    // The classic builder puts what ADD and COPY bring into a container that never runs.
    private static bool IsBuilders(Container? container) => container?.Command?.Contains("#(nop)", StringComparison.Ordinal) == true;

    private static bool IsTelling(in FileSight file) => file.IsExecutable || Suspicious.IsScript(file.Name) || Suspicious.IsWebScript(file.Name)
        || Suspicious.IsHidden(file.Path) || Suspicious.IsProgramPlace(file.Path);

    private sealed record Older
    {
        public Older(in FileSight file, FindingSeverity severity, string reason)
        {
            (Subjects, Path, Origin, Happened) = (file.Subjects, file.Path.ToArray(), file.Origin, file.Happened);
            (Entry, Modified, Severity, Reason) = (file.Entry, file.Known.Modified, severity, reason);
        }

        public IReadOnlyList<string> Subjects { get; }

        public byte[] Path { get; }

        public Origin Origin { get; }

        public Timestamp? Happened { get; }

        public FindingEntry Entry { get; }

        public Timestamp? Modified { get; }

        public FindingSeverity Severity { get; }

        public string Reason { get; }
    }
}
