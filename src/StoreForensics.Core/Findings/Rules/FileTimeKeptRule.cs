using StoreForensics.Evidence;
using StoreForensics.Findings.Contents;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Files with other bytes than before and the modification time of before, or with the time of another file: somebody set it.</summary>
internal sealed class FileTimeKeptRule : IFileRule
{
    // Bounds of memory and of reading; who restores whole trees with their times is no forger.
    private const int MaxTimes = 300_000;
    private const int MaxCandidates = 20_000;
    private const long MaxReadBytes = 512L << 20;
    private const int MaxAlike = 3;
    private const long MinuteSeconds = 60;

    private static readonly Rule s_rule = new("file-time-kept", "Modification time kept or copied from another file", FindingConfidence.Medium, ["T1070.006"],
        "The bytes before and after: storeforensics cat --all-versions; the change time, where the evidence has it.")
    {
        When = "A file has other bytes than before and the same modification time, or, in a container, the time of another file of an image with other "
            + "bytes; medium where the times are of whole seconds.",
        Alternatives = ["builders and archives that give files a fixed time", "a copy or synchronisation that keeps times"],
        Severities = [FindingSeverity.Medium, FindingSeverity.High],
        IsAboutContent = true,
    };

    private readonly Dictionary<Timestamp, Named> _times = [];
    private readonly List<Candidate> _candidates = [];

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (!file.IsFile || file.IsMetadataOnly || file.Known.Modified is not { IsUsable: true } modified)
            return;
        if (file.Owner is FileOwner.Base or FileOwner.Step)
            Note(file, modified);
        if (file.Owner is not (FileOwner.Container or FileOwner.Step) || file.IsPackageStep || _candidates.Count >= MaxCandidates)
            return;
        if (file is { Change: 'C', Below: { Facts.Kind: EntryKind.File } before } && before.Known.Modified == modified)
        {
            if (IsTelling(file, modified))
                _candidates.Add(new Candidate(file, modified, FileContent(before)) { SizeBefore = SizeOf(before.Tree, before.Node) });
        }
        else if (file.Owner == FileOwner.Container && file.Facts.Size > 0 && modified.Seconds < file.ContainerCreated?.Seconds - MinuteSeconds)
        {
            _candidates.Add(new Candidate(file, modified, null));
        }
    }

    public void Finish(FindingSink sink)
    {
        long left = MaxReadBytes;
        // Many files of one owner with one time: a builder, a package or an archive.
        foreach (IGrouping<(int, Timestamp, bool), Candidate> alike in _candidates.GroupBy(c => (sink.SubjectKeys.Of(c.Subjects), c.Modified, c.Before is null))
            .Where(g => g.Count() <= MaxAlike))
        {
            foreach (Candidate candidate in alike)
            {
                if (candidate.Before is { } before)
                    Kept(candidate, before, ref left, sink);
                else
                    Copied(candidate, ref left, sink);
            }
        }
    }

    // Whole seconds can be alike by chance: of two steps that follow each other, and of builds whose times are all set to one.
    private static bool IsTelling(in FileSight file, Timestamp modified)
    {
        if (modified.Nanoseconds != 0)
            return true;
        Timestamp? made = file.Owner == FileOwner.Container ? file.ContainerCreated : file.Step?.Created?.Time;
        return modified.Seconds > 86400 && made is { IsUsable: true } known && modified.Seconds < known.Seconds - MinuteSeconds;
    }

    private void Note(in FileSight file, Timestamp modified)
    {
        if (_times.TryGetValue(modified, out Named? known))
            known.Add(file);
        else if (_times.Count < MaxTimes)
            (_times[modified] = new Named()).Add(file);
    }

    private static void Kept(Candidate candidate, EntryRef before, ref long left, FindingSink sink)
    {
        if (candidate.Size == candidate.SizeBefore && !Differ(candidate, before, ref left))
            return;
        string how = candidate.Size == candidate.SizeBefore ? "other bytes than before, of the same size"
            : $"{candidate.Size} bytes, where there were {candidate.SizeBefore}";
        Say(candidate, $"{DisplayText.Escape(candidate.Path)} has {how}, and the same modification time as before, {candidate.Modified}.", sink);
    }

    private void Copied(Candidate candidate, ref long left, FindingSink sink)
    {
        if (!_times.TryGetValue(candidate.Modified, out Named? others) || others.Count > MaxAlike)
            return;
        // The same bytes under another name: moved or copied, with its time.
        foreach ((EntryRef entry, _) in others.Files)
        {
            if (candidate.Size == SizeOf(entry.Source.Tree, entry.Node) && !Differ(candidate, entry, ref left))
                return;
        }
        string other = DisplayText.Escape(others.Files[0].Path), path = DisplayText.Escape(candidate.Path);
        Say(candidate, $"{path} has the modification time of {other} of an image, {candidate.Modified}, and other bytes.", sink);
    }

    // What cannot be read is not said to differ.
    private static bool Differ(Candidate candidate, EntryRef before, ref long left)
    {
        if ((left -= 2 * candidate.Size) < 0)
            return false;
        return ContentDigest.TryTell(candidate.Entry.Source, candidate.Entry.Node) is { } one
            && ContentDigest.TryTell(before.Source, before.Node) is { } other && one != other;
    }

    private static void Say(Candidate candidate, string reason, FindingSink sink) =>
        sink.Add(s_rule, candidate.Modified.Nanoseconds == 0 ? FindingSeverity.Medium : FindingSeverity.High, candidate.Subjects, reason, candidate.Origin,
            new EvidencePath(candidate.Path), candidate.Modified, candidate.Happened, candidate.Entry,
            new Grounds(s_rule.Confidence, ["size, modification time and, where the sizes are equal, the bytes of both files in the evidence"],
                s_rule.Alternatives));

    private static EntryRef? FileContent(Views.ViewEntry before) => Views.FileContent.Of(before) is { } content
        ? new EntryRef(content.Layer.Files!.Source, content.Node) : null;

    private static long SizeOf(EvidenceTree tree, int node) => tree[tree.FirstLink(node)].Size;

    private sealed class Named
    {
        public List<(EntryRef Entry, byte[] Path)> Files { get; } = new(1);

        /// <summary>All of them; the first are kept.</summary>
        public int Count { get; private set; }

        public void Add(in FileSight file)
        {
            if (++Count <= MaxAlike)
                Files.Add((new EntryRef(file.Source, file.Node), file.Path.ToArray()));
            else
                Files.Clear();
        }
    }

    private sealed record Candidate
    {
        public Candidate(in FileSight file, Timestamp modified, EntryRef? before)
        {
            (Subjects, Path, Origin, Happened) = (file.Subjects, file.Path.ToArray(), file.Origin, file.Happened);
            (Entry, Size, Modified, Before) = (file.Entry, SizeOf(file.Tree, file.Node), modified, before);
        }

        public IReadOnlyList<string> Subjects { get; }

        public byte[] Path { get; }

        public Origin Origin { get; }

        public Timestamp? Happened { get; }

        public FindingEntry Entry { get; }

        public long Size { get; }

        public Timestamp Modified { get; }

        /// <summary>What was there before; null where nothing was, or where it is out of reach.</summary>
        public EntryRef? Before { get; }

        public long SizeBefore { get; init; } = -1;
    }
}
