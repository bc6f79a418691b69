using StoreForensics.Evidence;
using StoreForensics.Model.Copies;

namespace StoreForensics.Copies;

/// <summary>What the whole of an evidence's entries shows: kinds, owners, modes and attributes that occur at all. One pass over its names.</summary>
internal sealed class EntrySurvey
{
    // One place a mode: a set would be asked once an entry.
    private readonly bool[] _fileModes = new bool[CopyFacts.AllModeBits + 1];
    private readonly bool[] _directoryModes = new bool[CopyFacts.AllModeBits + 1];
    private (uint Uid, uint Gid)? _owner;

    /// <summary>Entries of layers, their roots not counted.</summary>
    public long Entries { get; private set; }

    public long Files { get; private set; }

    /// <summary>Directories of layers that have an entry of their own.</summary>
    public long Directories { get; private set; }

    /// <summary>Directories of layers that only paths below them tell of.</summary>
    public long Implied { get; private set; }

    public long EmptyFiles { get; private set; }

    public long NamesOutsideAscii { get; private set; }

    public long LinkedNames { get; private set; }

    /// <summary>Times of layers' entries with a fraction of a second.</summary>
    public long Fractions { get; private set; }

    /// <summary>Times of layers' entries with an odd second.</summary>
    public long OddSeconds { get; private set; }

    public bool HasSeveralOwners { get; private set; }

    /// <summary>All permission bits that occur in layers, of files and the like.</summary>
    public ushort FileModes { get; private set; }

    /// <summary>How many different modes files of layers have.</summary>
    public int KindsOfFileMode => _fileModes.AsSpan().Count(true);

    public int KindsOfDirectoryMode => _directoryModes.AsSpan().Count(true);

    public ushort DirectoryModes { get; private set; }

    /// <summary>Of the whole evidence, not of layers alone: a link of the engine shows that links are kept.</summary>
    public long Symlinks { get; private set; }

    public long Devices { get; private set; }

    public long Pipes { get; private set; }

    public bool HasTrusted { get; private set; }

    public bool HasSecurity { get; private set; }

    public bool HasUser { get; private set; }

    /// <summary>Whether a kind of thing that nearly every host has is nowhere: the copy may have lost it.</summary>
    public bool LacksSomething => Devices == 0 || Symlinks == 0 || LinkedNames == 0 || !HasSeveralOwners || Implied * 2 > Directories || (Files >= 20
        && (EmptyFiles == 0 || KindsOfFileMode <= 2 || (OddSeconds == 0 && Fractions == 0)));

    public static EntrySurvey Of(EvidenceTree tree, IEnumerable<int> layerRoots)
    {
        var survey = new EntrySurvey();
        for (int node = 0; node < tree.Count; node++)
            survey.TakeAny(tree, node);
        var stack = new Stack<int>(layerRoots);
        while (stack.TryPop(out int directory))
        {
            foreach (int child in tree.Children(directory))
            {
                survey.TakeOfLayer(tree, child);
                if (tree[child].Kind.IsDirectory())
                    stack.Push(child);
            }
        }
        return survey;
    }

    private void TakeAny(EvidenceTree tree, int node)
    {
        switch (tree[node].Kind)
        {
            case EntryKind.Symlink: Symlinks++; break;
            case EntryKind.CharDevice or EntryKind.BlockDevice: Devices++; break;
            case EntryKind.Fifo: Pipes++; break;
        }
        if (tree.Xattrs(node) is not { Count: > 0 } attributes)
            return;
        foreach (ExtendedAttribute attribute in attributes)
        {
            HasTrusted |= attribute.Name.StartsWith("trusted.", StringComparison.Ordinal);
            HasSecurity |= attribute.Name.StartsWith("security.", StringComparison.Ordinal);
            HasUser |= attribute.Name.StartsWith("user.", StringComparison.Ordinal);
        }
    }

    private void TakeOfLayer(EvidenceTree tree, int node)
    {
        ref readonly EvidenceNode entry = ref tree[node];
        Entries++;
        if (tree.Name(node).ContainsAnyExceptInRange((byte)0, (byte)0x7f))
            NamesOutsideAscii++;
        if (entry.Kind == EntryKind.Implied)
        {
            Implied++;
            return;
        }
        _owner ??= (entry.Uid, entry.Gid);
        HasSeveralOwners |= _owner != (entry.Uid, entry.Gid);
        if (entry.Modified is { } time)
        {
            Fractions += time.Nanoseconds != 0 ? 1 : 0;
            OddSeconds += time.Seconds & 1;
        }
        if (entry.Kind == EntryKind.Directory)
        {
            Directories++;
            DirectoryModes |= entry.Mode;
            _directoryModes[entry.Mode & CopyFacts.AllModeBits] = true;
        }
        else if (entry.Kind == EntryKind.File)
        {
            Files++;
            FileModes |= entry.Mode;
            _fileModes[entry.Mode & CopyFacts.AllModeBits] = true;
            EmptyFiles += entry.Size == 0 ? 1 : 0;
            LinkedNames += tree.FirstLink(node) != node ? 1 : 0;
        }
    }
}
