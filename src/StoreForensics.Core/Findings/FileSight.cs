using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Findings;

/// <summary>Whose a file is.</summary>
internal enum FileOwner
{
    /// <summary>A layer of an image that a build step or a commit made upon another.</summary>
    Step,

    /// <summary>The lowest layer of an image: a whole distribution, mostly as its makers packed it.</summary>
    Base,

    Container,

    Volume,

    /// <summary>A layer that nothing refers to, or of the build cache.</summary>
    Orphan,
}

/// <summary>One change of a layer, or one file of a volume.</summary>
internal readonly ref struct FileSight
{
    public FileSight()
    {
    }

    public required FileOwner Owner { get; init; }

    public required IReadOnlyList<string> Subjects { get; init; }

    /// <summary>Absolute, in the layer or volume.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary><c>A</c>, <c>C</c> or <c>D</c>.</summary>
    public required char Change { get; init; }

    public required IEvidenceSource Source { get; init; }

    /// <summary>The entry; for a deletion its mark, or what was deleted.</summary>
    public required int Node { get; init; }

    /// <summary>Whether the layer holds the file's metadata alone.</summary>
    public bool IsMetadataOnly { get; init; }

    /// <summary>Where the bytes of such a file lie; null: nowhere in reach.</summary>
    public EntryRef? ContentBelow { get; init; }

    /// <summary>Where its bytes lie; null: nowhere in reach.</summary>
    public EntryRef? Content => IsMetadataOnly ? ContentBelow : new EntryRef(Source, Node);

    /// <summary>What showed before; null when nothing did.</summary>
    public ViewEntry? Below { get; init; }

    /// <summary>Whether a directory that was made anew, or that hides what was below, is to blame.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether its layer is kept as a whole tree: what is gone is absent there, and no mark tells of it.</summary>
    public bool IsOfWholeTree { get; init; }

    /// <summary>Whether it is a directory that was made anew, so that nothing of what was in it shows.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>The build step that made the layer; null for others.</summary>
    public BuildStep? Step { get; init; }

    /// <summary>Those of its digests that a list or rule asks for, in lower-case hex; empty for nearly all files.</summary>
    public IReadOnlyList<string> Digests { get; init; } = [];

    /// <summary>The driver of the volume; null for others, and where none is recorded.</summary>
    public string? VolumeDriver { get; init; }

    /// <summary>Whether it is a list of accounts that differs from the one below only by what the engine itself adds.</summary>
    public bool IsEnginesAccount { get; init; }

    /// <summary>Whether it is of a container that is in a pod.</summary>
    public bool IsOfPod { get; init; }

    /// <summary>The container whose own layer it is in; null for others.</summary>
    public Container? Container { get; init; }

    /// <summary>When the container was made; null for others.</summary>
    public Timestamp? ContainerCreated { get; init; }

    /// <summary>When the container ended, where the change times of its files are those of a later copy; null for others.</summary>
    public Timestamp? ContainerEnded { get; init; }

    /// <summary>After that nothing was done on this host; null where nothing tells.</summary>
    public Timestamp? Latest { get; init; }

    public EvidenceTree Tree => Source.Tree;

    public ref readonly EvidenceNode Facts => ref Source.Tree[Node];

    public ReadOnlySpan<byte> Name => Path[(Path.LastIndexOf((byte)'/') + 1)..];

    public bool IsGone => Change == 'D';

    public bool IsFile => !IsGone && Facts.Kind == EntryKind.File;

    /// <summary>Permission bits, as far as the copy kept them.</summary>
    public ushort Mode => (ushort)(Facts.Mode & ~(Facts.Kind == EntryKind.Directory ? Copy.LostDirectoryMode : Copy.LostFileMode));

    /// <summary>What is known of it, as every listing shows it.</summary>
    public KnownFacts Known => new(in Facts, Copy);

    /// <summary>The namespace that the store's owners are of; null: the host's own.</summary>
    public UserNamespace? Users { get; init; }

    /// <summary>Its owner as the container sees it, <c>?</c> where unknown.</summary>
    public string OwnerText => KnownText.Owner(Known, Users) + (Copy.HasLost(CopyLoss.OwnerNumbers) ? " on disk" : "");

    /// <summary>What the evidence can carry.</summary>
    public CopyFacts Copy { get; init; } = CopyFacts.Whole;

    public bool IsExecutable => IsFile && (Mode & 0x49) != 0;

    /// <summary>Whether a package manager ran in the step, which changes many files that intruders change too.</summary>
    public bool IsPackageStep { get; init; }

    public Origin Origin => Source.Origin(Node);

    /// <summary>What a finding about it names: the entry, where its bytes lie, and what showed before.</summary>
    public FindingEntry Entry => new(Source, Node, IsMetadataOnly ? ContentBelow : null, Below is { Layer.Files: { } files } below
        ? new EntryRef(files.Source, below.Node) : null);

    /// <summary>Whether it is a file that is empty now and was not before.</summary>
    public bool IsEmptied => IsFile && Facts.Size == 0 && Below is { Facts.Size: > 0 };

    /// <summary>Of what is gone: the modification time of the mark of deletion. Null where there is no mark of its own, or the copy lost times. Since Linux
    /// 5.8 the marks that one mount makes are one inode (fs/overlayfs/dir.c, ovl_whiteout), so that it may be the time of the first of them.</summary>
    public Timestamp? Marked { get; init; }

    /// <summary>See <see cref="Finding.Time"/>: a step's files came with the step; a container's not before the container.</summary>
    public Timestamp? Happened
    {
        get
        {
            if (Step is not null)
                return Step.Created?.Time;
            if (Owner != FileOwner.Container)
                return null;
            // The file below says nothing of when it was taken away.
            if (IsGone)
                return Marked < ContainerCreated || Marked > Latest ? null : Marked;
            Timestamp? at = Tree.Extra(Node).Changed ?? Known.Modified;
            // A copy of the whole root sets all change times anew. Then the file's own time counts, if it can be true.
            if ((ContainerEnded is { } ended && at > ended) || at > Latest)
                return Known.Modified < ContainerCreated || Known.Modified > Latest ? null : Known.Modified;
            if (at < ContainerCreated)
                return ContainerCreated;
            return Change == 'A' && Added is { } added && added.Seconds + 1 < at?.Seconds ? added : at;
        }
    }

    // A name that is added sets its directory's time: a file that changed after that was there already, and was written again. Null where nothing tells.
    private Timestamp? Added
    {
        get
        {
            if (Facts.Parent < 0 || new KnownFacts(in Tree[Facts.Parent], Copy).Modified is not { } added)
                return null;
            return added < ContainerCreated || added > Latest ? null : added;
        }
    }

    /// <summary><c>was deleted</c>, <c>was emptied</c>, <c>was added</c>, <c>was changed</c>, <c>has another owner than before</c> where size and time
    /// are as before, or, where nothing tells, <c>is there</c>.</summary>
    public string Verb => IsGone ? "was deleted" : IsEmptied ? "was emptied" : Owner == FileOwner.Volume ? "is there" : Change == 'A' ? "was added"
        : ChangedWords;

    /// <summary>How it differs from before: only what is seen to.</summary>
    public string ChangedWords => Regained ?? "was changed";

    /// <summary>Whether it was only touched: mode, owner and size are as before, and so is every byte, as reading both tells. False where they cannot be
    /// read, or are many.</summary>
    public bool IsOnlyTouched => Change == 'C' && IsFile && Below is { Facts.Kind: EntryKind.File } below && Known.Size == below.Known.Size
        && Facts.Mode == below.Facts.Mode && Facts.Uid == below.Facts.Uid && Facts.Gid == below.Facts.Gid
        && (IsMetadataOnly || (Content is { } content && SameBytes.Are(content, new EntryRef(below.Layer.Files!.Source, below.Node))));

    // Of a file whose size and time are as before: nothing speaks for other bytes.
    private string? Regained
    {
        get
        {
            if (Below is not { Facts.Kind: EntryKind.File } below || !IsFile || Known.Size != below.Known.Size || Known.Modified is not { } time
                || time != below.Known.Modified)
                return null;
            bool hasMode = EntryComparison.ModeDiffers(Copy, Facts, below), hasOwner = EntryComparison.OwnerDiffers(Copy, Facts, below);
            return hasMode && hasOwner ? "has another mode and owner than before" : hasMode ? "has another mode than before"
                : hasOwner ? "has another owner than before" : null;
        }
    }

    public bool IsBelow(ReadOnlySpan<byte> directory) => Path.StartsWith(directory) && Path.Length > directory.Length && Path[directory.Length] == (byte)'/';

    public bool Is(ReadOnlySpan<byte> path) => Path.SequenceEqual(path);
}
