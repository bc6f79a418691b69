using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>
/// Files whose time may have been set back: added to a container that is younger than they say they are. A file of an image that was moved or copied with its
/// time within the container is not one of them: it has the bytes and the time that it had there.
/// </summary>
internal sealed class FileTimeRule : IFileRule
{
    private const long DaySeconds = 86400;

    // Bounds of memory: times of images' files, and files of containers that are older than they can be.
    private const int MaxTimes = 300_000;
    private const int MaxAlike = 4;
    private const int MaxCandidates = 20_000;

    private static readonly Rule s_rule = new("file-time-set-back", "File older than the container it was added to", FindingConfidence.Medium, ["T1070.006"],
        "The change time, where the evidence has it; archives and docker cp keep old times too.")
    {
        When = "A file was added to a container and says that it is a day or more older, and no file of an image has its bytes and time; low for data.",
        Alternatives = ["unpacking an archive, or moving or copying with times kept, gives a file the time that it had before"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    private readonly Dictionary<(Timestamp Modified, long Size), List<(EntryRef Content, Timestamp? Made)>> _ofImages = [];
    private readonly List<Candidate> _candidates = [];
    private int _times;

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (!file.IsFile || file.Known.Modified is not { } modified)
            return;
        if (file.Owner is FileOwner.Base or FileOwner.Step)
            Note(file, modified);
        else if (file is { Owner: FileOwner.Container, Change: 'A' } && file.ContainerCreated is { } created && modified.Seconds <= created.Seconds - DaySeconds
            && _candidates.Count < MaxCandidates)
            _candidates.Add(new Candidate(file, modified, created));
    }

    public void Finish(FindingSink sink)
    {
        foreach (Candidate candidate in _candidates.Where(c => !IsMoved(c)))
        {
            sink.Add(s_rule, candidate.Severity, candidate.Subjects,
                $"{DisplayText.Escape(candidate.Path)} says {candidate.Modified}, and the container was created at {candidate.Created}: its time was set, or kept "
                    + "by a move, a copy or an archive.", candidate.Entry.Source.Origin(candidate.Entry.Node),
                new EvidencePath(candidate.Path), candidate.Modified, candidate.Happened, candidate.Entry, candidate.Grounds);
        }
    }

    private void Note(in FileSight file, Timestamp modified)
    {
        if (_times >= MaxTimes || file.Content is not { } content)
            return;
        if (!_ofImages.TryGetValue((modified, file.Facts.Size), out List<(EntryRef, Timestamp?)>? alike))
            _ofImages[(modified, file.Facts.Size)] = alike = new List<(EntryRef, Timestamp?)>(1);
        if (alike.Count < MaxAlike)
        {
            alike.Add((content, file.Step?.Created?.Time));
            _times++;
        }
    }

    // A commit of the container has its files too, and came later.
    private bool IsMoved(Candidate candidate) => candidate.Content is { } content
        && _ofImages.TryGetValue((candidate.Modified, content.Facts.Size), out List<(EntryRef Content, Timestamp? Made)>? alike)
        && alike.Exists(one => !(one.Made > candidate.Created) && SameBytes.Are(one.Content, content));

    private sealed record Candidate
    {
        public Candidate(in FileSight file, Timestamp modified, Timestamp created)
        {
            (Subjects, Path, Modified, Created, Happened) = (file.Subjects, file.Path.ToArray(), modified, created, file.Happened);
            (Entry, Content) = (file.Entry, file.Content);
            Grounds = new Grounds(s_rule.Confidence, [FindingSink.BasisOf(file)], s_rule.Alternatives);
            bool isTelling = file.IsExecutable || Suspicious.IsScript(file.Name) || Suspicious.IsWebScript(file.Name) || Suspicious.IsHidden(file.Path);
            Severity = isTelling ? FindingSeverity.Medium : FindingSeverity.Low;
        }

        public IReadOnlyList<string> Subjects { get; }

        public byte[] Path { get; }

        public Timestamp Modified { get; }

        public Timestamp Created { get; }

        public Timestamp? Happened { get; }

        public FindingEntry Entry { get; }

        public EntryRef? Content { get; }

        public Grounds Grounds { get; }

        public FindingSeverity Severity { get; }
    }
}
