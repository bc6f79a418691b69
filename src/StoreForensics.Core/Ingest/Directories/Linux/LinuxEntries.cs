using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>Adds the names of one open directory after another to the tree, with all that is known of them.</summary>
internal sealed class LinuxEntries
{
    private const int ProgressStep = 4096;

    private readonly string _evidence;
    private readonly EvidenceTreeBuilder _tree;
    private readonly WalkPath _path;
    private readonly AccessTimes _accessTimes;
    private readonly OpenOptions _options;
    private readonly ProblemLog _problems;
    private readonly Xattrs? _xattrs;
    private readonly Dictionary<FileId, int> _firstNames = [];
    private int _told;

    public LinuxEntries(string evidence, EvidenceTreeBuilder tree, WalkPath path, AccessTimes accessTimes, OpenOptions options, bool hasOwnWorkingDirectory)
    {
        (_evidence, _tree, _path, _accessTimes, _options, _problems) = (evidence, tree, path, accessTimes, options, options.Problems);
        _xattrs = hasOwnWorkingDirectory || Xattrs.HasProc ? new Xattrs(hasOwnWorkingDirectory) : null;
        var whole = new Origin(evidence, default);
        if (_xattrs is null)
            _problems.Damage(DirectoryProblems.XattrsUnreadable, whole,
                "Extended attributes were not read: neither /proc nor a thread's own working directory is to be had here.");
        else if (!Privileges.SeesTrustedXattrs())
            _problems.Note(DirectoryProblems.TrustedHidden, whole,
                "Extended attributes named trusted.* are hidden from this user, if there are any. Run as root to see them.");
    }

    public void AddRoot(int descriptor, in Statx facts)
    {
        _xattrs?.EnterDirectory(descriptor);
        EntryMetadata metadata = Describe(descriptor, Calls.Name("."u8), [], facts);
        _tree.Add(default, metadata, out _);
    }

    /// <summary>Lists the directory, adds its names to the tree, and hands it the directories among them.</summary>
    public void AddAll(WalkedDirectory directory)
    {
        var names = new List<byte[]>();
        int result = Calls.List(directory.Descriptor, names);
        if (result < 0)
            _problems.Damage(DirectoryProblems.DirectoryUnreadable, _path.Here(_evidence), $"Directory cannot be listed to its end: {Errno.Words(-result)}.");
        _xattrs?.EnterDirectory(directory.Descriptor);
        byte[] last = [];
        foreach (byte[] name in names)
        {
            if (!name.AsSpan().SequenceEqual(last)) // a rename while listing can show a name twice
                AddName(directory, name);
            last = name;
        }
        if (_tree.Count - _told < ProgressStep)
            return;
        _told = _tree.Count;
        _options.Progress?.Invoke(_told, null);
    }

    private void AddName(WalkedDirectory directory, byte[] name)
    {
        int result = Calls.Stat(directory.Descriptor, name, out Statx facts);
        if (result < 0 || facts.Kind == EntryKind.Implied)
        {
            ReportUnreadable(name, -result);
            return;
        }
        EntryMetadata metadata = Describe(directory.Descriptor, name, name, facts);
        if (_tree.AddChild(directory.Node, name.AsSpan(0, name.Length - 1), metadata, out int node) != EvidenceTreeBuilder.AddResult.Added)
        {
            _problems.Damage(DirectoryProblems.NameRefused, _path.Of(_evidence, name), "The name cannot be kept.");
            return;
        }
        if (facts.Kind == EntryKind.Directory)
            directory.Add(new WalkedDirectory(name, node, facts.Id));
        else if (facts.Links > 1 && !_firstNames.TryAdd(facts.Id, node))
            _tree.Link(node, _firstNames[facts.Id]);
    }

    private EntryMetadata Describe(int directory, byte[] name, byte[] shownName, in Statx facts)
    {
        EntryMetadata metadata = facts.ToMetadata();
        if (facts.HasImpossibleTime)
            _problems.Warn(DirectoryProblems.ImpossibleTime, _path.Of(_evidence, shownName),
                "A time has a fraction of a second or more, which was left out: its inode is damaged or forged.");
        if (facts.Kind == EntryKind.Symlink)
            ReadTarget(directory, name, ref metadata);
        if (_xattrs is null)
            return metadata;
        int result = _xattrs.Read(name, out List<ExtendedAttribute>? attributes);
        metadata.Xattrs = attributes;
        if (result < 0)
            _problems.Damage(DirectoryProblems.XattrsUnreadable, _path.Of(_evidence, shownName),
                $"Extended attributes cannot be read: {Errno.Words(-result)}.");
        return metadata;
    }

    private void ReadTarget(int directory, byte[] name, ref EntryMetadata metadata)
    {
        int result = Calls.ReadLink(directory, name, out byte[] target);
        _accessTimes.MayChange(directory);
        if (result < 0)
        {
            _problems.Damage(DirectoryProblems.TargetUnreadable, _path.Of(_evidence, name), $"The link's target cannot be read: {Errno.Words(-result)}.");
            return;
        }
        metadata.LinkTarget = target;
        metadata.Size = target.Length;
    }

    private void ReportUnreadable(byte[] name, int error)
    {
        Origin origin = _path.Of(_evidence, name);
        if (error == 0)
            _problems.Damage(DirectoryProblems.EntryUnreadable, origin, "Is of no kind that this program knows.");
        else if (Errno.IsVanished(error))
            _problems.Warn(DirectoryProblems.Vanished, origin, "Vanished after it was listed: nothing is known of it.");
        else
            _problems.Damage(DirectoryProblems.EntryUnreadable, origin, $"Its facts cannot be read: {Errno.Words(error)}.");
    }
}
