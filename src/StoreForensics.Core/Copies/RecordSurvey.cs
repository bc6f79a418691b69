using StoreForensics.Evidence;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Copies;

/// <summary>
/// What the records of layers (tar-split) say that there should be, beside what is there: headers only, no file is read. A record that is damaged tells as far
/// as it goes; that it is damaged is said by whoever verifies.
/// </summary>
internal sealed class RecordSurvey
{
    private readonly HashSet<EvidencePath> _manyNamed = [];
    private readonly Dictionary<ushort, long> _fileModes = [];
    private readonly HashSet<ushort> _directoryModes = [];

    /// <summary>Marks of deletion in layers that keep differences only.</summary>
    public Tally Deletions { get; } = new();

    public Tally Opaque { get; } = new();

    public Tally Devices { get; } = new();

    public Tally Pipes { get; } = new();

    public Tally Symlinks { get; } = new();

    public Tally Directories { get; } = new();

    public Tally EmptyFiles { get; } = new();

    /// <summary>Files with bytes: what is gone here was not lost for being empty.</summary>
    public Tally FilledFiles { get; } = new();

    public Tally NamesOutsideAscii { get; } = new();

    public Tally Capabilities { get; } = new();

    public Tally UserAttributes { get; } = new();

    public Tally Links { get; } = new();

    /// <summary>Found: the owner is as recorded.</summary>
    public Tally Owners { get; } = new();

    /// <summary>Whether another owner than recorded is that of a user namespace.</summary>
    public OwnerNumbers OwnerNumbers { get; } = new();

    public Tally FileTimes { get; } = new();

    public Tally DirectoryTimes { get; } = new();

    /// <summary>Times that differ by no more than a second.</summary>
    public long NearTimes { get; private set; }

    /// <summary>All permission bits in records of files that are there.</summary>
    public ushort FileModes { get; private set; }

    public ushort DirectoryModes { get; private set; }

    /// <summary>How many different modes are recorded of files that are there.</summary>
    public int KindsOfFileMode => _fileModes.Count;

    public int KindsOfDirectoryMode => _directoryModes.Count;

    /// <summary>Files that are there and whose recorded mode has bits that none of them has on disk.</summary>
    public long FilesWith(ushort bits) => _fileModes.Where(m => (m.Key & bits) != 0).Sum(m => m.Value);

    /// <summary>Whether nearly all times or owners are others.</summary>
    public bool DiffersMuch => FileTimes.IsMostlyGone(50, 5) || DirectoryTimes.IsMostlyGone(50, 5) || Owners.IsMostlyGone(50, 5)
        || Deletions.IsAllGone || Opaque.IsAllGone;

    public void Add(Layer layer, ProblemLog problems)
    {
        if (layer.Files is not { } files)
            return;
        _manyNamed.Clear();
        LayerRecord.Read(layer, problems, reader =>
        {
            foreach (TarSplitMember member in TarSplitMembers.Read(reader))
                Take(files, layer.OwnUsers, member);
        });
    }

    private void Take(LayerFiles files, UserNamespace? users, TarSplitMember member)
    {
        if (member.Type == (byte)'g')
            return;
        RecordedName name = RecordedName.Of(member.Name.Bytes);
        switch (name.Kind)
        {
            case RecordedNameKind.Deletion when !files.IsWholeTree:
                TakeDeletion(files, name.Path);
                break;
            case RecordedNameKind.Opaque when !files.IsWholeTree:
                TakeOpaque(files, name.Path);
                break;
            case RecordedNameKind.Entry when !name.Path.IsEmpty && member.Metadata is { } metadata:
                TakeEntry(files, users, name.Path, member, metadata);
                break;
        }
    }

    private void TakeDeletion(LayerFiles files, EvidencePath path)
    {
        int slash = Math.Max(0, path.Bytes.LastIndexOf((byte)'/'));
        int directory = files.Tree.Find(files.Root, path.Bytes[..slash]);
        ReadOnlySpan<byte> name = path.Bytes[slash..].TrimStart((byte)'/');
        Deletions.Add(directory != EvidenceTree.None && files.Whiteouts.FindDeletion(files.Tree, directory, name) != EvidenceTree.None);
    }

    private void TakeOpaque(LayerFiles files, EvidencePath path)
    {
        if (files.Tree.Find(files.Root, path.Bytes) is var directory && directory != EvidenceTree.None)
            Opaque.Add(files.Whiteouts.IsOpaque(files.Tree, directory));
    }

    private void TakeEntry(LayerFiles files, UserNamespace? users, EvidencePath path, TarSplitMember member, in EntryMetadata recorded)
    {
        EvidenceTree tree = files.Tree;
        int node = tree.Find(files.Root, path.Bytes);
        EntryKind found = node == EvidenceTree.None ? EntryKind.Implied : tree[node].Kind;
        if (path.Bytes.ContainsAnyExceptInRange((byte)0, (byte)0x7f))
            NamesOutsideAscii.Add(node != EvidenceTree.None);
        if (member.IsHardLink)
        {
            TakeLink(files, path, node, member);
            return;
        }
        switch (recorded.Kind)
        {
            case EntryKind.Fifo: Pipes.Add(found == recorded.Kind); break;
            case EntryKind.CharDevice or EntryKind.BlockDevice: Devices.Add(found == recorded.Kind); break;
            case EntryKind.Symlink: Symlinks.Add(found == EntryKind.Symlink); break;
            case EntryKind.Directory: Directories.Add(found == EntryKind.Directory); break;
            case EntryKind.File when member.Size == 0: EmptyFiles.Add(found == EntryKind.File); break;
            case EntryKind.File: FilledFiles.Add(found == EntryKind.File); break;
        }
        if (node != EvidenceTree.None && found == recorded.Kind)
            Compare(tree, users, node, path, recorded);
    }

    // The kernel drops a file's capability when a second name of it is given its owner: see docs/engine-traces.md.
    private void TakeLink(LayerFiles files, EvidencePath path, int node, TarSplitMember member)
    {
        EvidencePath target = RecordedName.Of(member.HardLinkTarget.Bytes).Path;
        _manyNamed.Add(target);
        _manyNamed.Add(path);
        int other = files.Tree.Find(files.Root, target.Bytes);
        if (node != EvidenceTree.None && other != EvidenceTree.None)
            Links.Add(files.Tree.FirstLink(node) == files.Tree.FirstLink(other));
    }

    private void Compare(EvidenceTree tree, UserNamespace? users, int node, EvidencePath path, in EntryMetadata recorded)
    {
        ref readonly EvidenceNode found = ref tree[node];
        uint uid = users?.UidInContainer(found.Uid) ?? found.Uid, gid = users?.GidInContainer(found.Gid) ?? found.Gid;
        Owners.Add(uid == recorded.Uid && gid == recorded.Gid);
        OwnerNumbers.Add(recorded.Uid, uid);
        bool isDirectory = recorded.Kind == EntryKind.Directory;
        if (isDirectory)
        {
            DirectoryModes |= recorded.Mode;
            _directoryModes.Add(recorded.Mode);
        }
        else if (recorded.Kind == EntryKind.File)
        {
            FileModes |= recorded.Mode;
            _fileModes[recorded.Mode] = _fileModes.GetValueOrDefault(recorded.Mode) + 1;
        }
        if (recorded.Modified is { } then && found.Modified is { } now)
        {
            (isDirectory ? DirectoryTimes : FileTimes).Add(then.Seconds == now.Seconds);
            NearTimes += then.Seconds != now.Seconds && Math.Abs(then.Seconds - now.Seconds) <= 1 ? 1 : 0;
        }
        foreach (ExtendedAttribute attribute in recorded.Xattrs ?? [])
        {
            if (attribute.Name == "security.capability" && !_manyNamed.Contains(path))
                Capabilities.Add(tree.Xattr(node, attribute.Name) is not null);
            else if (attribute.Name.StartsWith("user.", StringComparison.Ordinal) && !attribute.Name.StartsWith("user.overlay.", StringComparison.Ordinal))
                UserAttributes.Add(tree.Xattr(node, attribute.Name) is not null);
        }
    }
}
