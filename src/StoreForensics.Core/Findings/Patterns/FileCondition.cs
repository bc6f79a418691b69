using StoreForensics.Evidence;

namespace StoreForensics.Findings.Patterns;

/// <summary>What happened to a file, as patterns name it.</summary>
[Flags]
internal enum FileHappening
{
    None = 0,
    Added = 1,
    Changed = 2,
    Deleted = 4,

    /// <summary>Changed, and empty now.</summary>
    Emptied = 8,
}

/// <summary>What a pattern asks of a file. Null or empty asks nothing; all that is asked must hold.</summary>
internal sealed record FileCondition
{
    /// <summary>One of these must match.</summary>
    public IReadOnlyList<PathGlob> Paths { get; init; } = [];

    /// <summary>None of these may match.</summary>
    public IReadOnlyList<PathGlob> NotPaths { get; init; } = [];

    public IReadOnlyList<FileOwner> Owners { get; init; } = [];

    public FileHappening Happening { get; init; }

    /// <summary>Of what is there; a deletion passes.</summary>
    public IReadOnlyList<EntryKind> Kinds { get; init; } = [];

    /// <summary>Any of these bits of the mode; 0 asks nothing.</summary>
    public int ModeBits { get; init; }

    public IReadOnlyList<uint> Uids { get; init; } = [];

    public IReadOnlyList<uint> Gids { get; init; } = [];

    /// <summary>Patterns over the target of a symbolic link; one without a leading slash is taken as <c>**/</c> it.</summary>
    public IReadOnlyList<PathGlob> Targets { get; init; } = [];

    /// <summary>SHA-256, SHA-1 or MD5 of the content, one of these; lower-case hex.</summary>
    public IReadOnlyList<string> Digests { get; init; } = [];

    /// <summary>Whether a package manager ran in the step.</summary>
    public bool? IsPackageStep { get; init; }

    /// <summary>Whether it is a list of accounts to which only the engine added a line.</summary>
    public bool? IsEnginesAccount { get; init; }

    public bool? IsExecutable { get; init; }

    /// <summary>Whether a name in the path begins with a dot, those apart that packages and tools make.</summary>
    public bool? IsHidden { get; init; }

    public bool Holds(in FileSight file) =>
        (Owners.Count == 0 || Contains(Owners, file.Owner))
        && (Happening == 0 || (Happening & HappeningOf(file)) != 0)
        && (Kinds.Count == 0 || file.IsGone || Contains(Kinds, file.Facts.Kind == EntryKind.Implied ? EntryKind.Directory : file.Facts.Kind))
        && (ModeBits == 0 || (!file.IsGone && (file.Mode & ModeBits) != 0))
        && (Uids.Count == 0 || (!file.IsGone && file.Known.Uid is uint uid && Contains(Uids, uid)))
        && (Gids.Count == 0 || (!file.IsGone && file.Known.Gid is uint gid && Contains(Gids, gid)))
        && (Digests.Count == 0 || HasAny(file.Digests))
        && (IsPackageStep is not { } package || file.IsPackageStep == package)
        && (IsEnginesAccount is not { } engines || file.IsEnginesAccount == engines)
        && (IsExecutable is not { } executable || file.IsExecutable == executable)
        && (IsHidden is not { } hidden || Rules.Suspicious.IsHidden(file.Path) == hidden)
        && (Paths.Count == 0 || Any(Paths, file.Path))
        && !Any(NotPaths, file.Path)
        && (Targets.Count == 0 || (!file.IsGone && file.Facts.Kind == EntryKind.Symlink && Any(Targets, file.Tree.LinkTarget(file.Node))));

    private bool HasAny(IReadOnlyList<string> digests)
    {
        for (int i = 0; i < digests.Count; i++)
        {
            if (Digests.Contains(digests[i], StringComparer.Ordinal))
                return true;
        }
        return false;
    }

    private static FileHappening HappeningOf(in FileSight file) =>
        file.IsGone ? FileHappening.Deleted : file.IsEmptied ? FileHappening.Emptied | FileHappening.Changed : file.Change == 'A' ? FileHappening.Added
            : FileHappening.Changed;

    private static bool Any(IReadOnlyList<PathGlob> globs, ReadOnlySpan<byte> path)
    {
        for (int i = 0; i < globs.Count; i++)
        {
            if (globs[i].Matches(path))
                return true;
        }
        return false;
    }

    private static bool Contains<T>(IReadOnlyList<T> list, T wanted)
        where T : struct
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (EqualityComparer<T>.Default.Equals(list[i], wanted))
                return true;
        }
        return false;
    }
}
