using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>
/// Walks a tree depth first without recursion: a directory is listed whole, its names in byte order so that nodes are numbered alike on every run, then its
/// directories are entered. Of the directories on the way down only the last <see cref="MaxOpen"/> and the root are held open; the others are opened again on
/// the way back and checked to be the same.
/// </summary>
internal sealed class LinuxWalk(int root, string evidence, EvidenceTreeBuilder tree, AccessTimes accessTimes, OpenOptions options) : IDisposable
{
    private const int MaxOpen = 128;

    private readonly List<WalkedDirectory> _way = [];
    private readonly HashSet<FileId> _ids = [];
    private readonly WalkPath _path = new();
    private LinuxEntries? _entries;

    /// <param name="hasOwnWorkingDirectory">Whether the current thread may change its working directory.</param>
    public void Run(bool hasOwnWorkingDirectory)
    {
        _entries = new LinuxEntries(evidence, tree, _path, accessTimes, options, hasOwnWorkingDirectory);
        int result = Calls.Stat(root, out Statx facts);
        if (result < 0)
            throw new EvidenceOpenException($"{DisplayText.Escape(evidence)}: cannot be read: {Errno.Words(-result)}.");
        _entries.AddRoot(root, facts);
        Push(new WalkedDirectory([], EvidenceTree.Root, facts.Id) { Descriptor = root });
        while (_way.Count > 0)
        {
            WalkedDirectory current = _way[^1];
            if (current.TryNext(out WalkedDirectory? next))
                Enter(current, next);
            else
                Pop();
        }
        options.Progress?.Invoke(tree.Count, null);
    }

    public void Dispose()
    {
        foreach (WalkedDirectory directory in _way)
            Close(directory);
    }

    private void Enter(WalkedDirectory parent, WalkedDirectory directory)
    {
        if (_way.Count >= EvidenceTreeBuilder.MaxDepth || _ids.Contains(directory.Id))
        {
            Report(DirectoryProblems.TooDeep, ProblemSeverity.Damage, directory, "Not walked: it lies within itself, or deeper than is read.");
            return;
        }
        if (!directory.Id.SameDevice(parent.Id) && PseudoFileSystem(parent, directory) is string pseudo)
        {
            Report(DirectoryProblems.PseudoFileSystem, ProblemSeverity.Warning, directory,
                $"Not walked: a {pseudo} file system of the examining machine is mounted here.");
            return;
        }
        int descriptor = Calls.OpenDirectory(parent.Descriptor, directory.Name, out bool mayTouch);
        if (descriptor < 0)
        {
            ReportError(descriptor, directory);
            return;
        }
        directory.Descriptor = descriptor;
        if (mayTouch)
            accessTimes.MayChange(descriptor);
        if (IsStill(directory))
        {
            Push(directory);
            return;
        }
        ReportError(-Errno.NoEntry, directory);
        Close(directory);
    }

    private void Push(WalkedDirectory directory)
    {
        _way.Add(directory);
        _ids.Add(directory.Id);
        _path.Enter(directory.Name);
        if (_way.Count > MaxOpen + 1)
            Close(_way[^(MaxOpen + 1)]);
        _entries!.AddAll(directory);
    }

    private void Pop()
    {
        WalkedDirectory done = _way[^1];
        _way.RemoveAt(_way.Count - 1);
        _ids.Remove(done.Id);
        _path.Leave();
        if (_way.Count > 0 && _way[^1] is { IsDone: false, Descriptor: < 0 } parent && !Reopen(parent, done.Descriptor))
        {
            options.Problems.Damage(DirectoryProblems.DirectoryUnreadable, _path.Here(evidence), "Was moved while it was read: the rest of it was not.");
            parent.GiveUp();
        }
        Close(done);
    }

    // "..", as the kernel sees it from the child: safe because the result must be the very directory that was listed.
    private bool Reopen(WalkedDirectory parent, int child)
    {
        parent.Descriptor = Calls.OpenAt(child, Calls.Name(".."u8), OpenFlags.PathOnly | OpenFlags.Directory);
        if (IsStill(parent))
            return true;
        Close(parent);
        return ReopenFromRoot(parent);
    }

    private bool ReopenFromRoot(WalkedDirectory parent)
    {
        int at = root;
        foreach (WalkedDirectory step in _way.Skip(1))
        {
            int deeper = Calls.OpenAt(at, step.Name, OpenFlags.PathOnly | OpenFlags.Directory);
            if (at != root)
                Calls.Close(at);
            at = deeper;
            if (at < 0)
                return false;
        }
        parent.Descriptor = at;
        if (IsStill(parent))
            return true;
        Close(parent);
        return false;
    }

    private static bool IsStill(WalkedDirectory directory) =>
        directory.Descriptor >= 0 && Calls.Stat(directory.Descriptor, out Statx facts) >= 0 && facts.Id == directory.Id;

    private static string? PseudoFileSystem(WalkedDirectory parent, WalkedDirectory directory)
    {
        int named = Calls.OpenAt(parent.Descriptor, directory.Name, OpenFlags.PathOnly | OpenFlags.Directory); // mounts nothing by itself
        string? name = named < 0 ? null : Calls.FileSystem(named)?.PseudoName;
        Calls.Close(named);
        return name;
    }

    private void Close(WalkedDirectory directory)
    {
        if (directory.Descriptor == root)
            return; // the owner's
        Calls.Close(directory.Descriptor);
        directory.Descriptor = -1;
    }

    private void ReportError(int error, WalkedDirectory directory)
    {
        if (Errno.IsVanished(-error))
            Report(DirectoryProblems.Vanished, ProblemSeverity.Warning, directory, "Vanished or was replaced after it was listed: what it held was not read.");
        else if (-error is Errno.AccessDenied or Errno.NotPermitted)
            Report(DirectoryProblems.NoPermission, ProblemSeverity.Damage, directory, DirectoryProblems.NoPermissionWords(Errno.Words(-error)));
        else
            Report(DirectoryProblems.DirectoryUnreadable, ProblemSeverity.Damage, directory, $"Directory cannot be opened: {Errno.Words(-error)}.");
    }

    private void Report(string code, ProblemSeverity severity, WalkedDirectory directory, string message) =>
        options.Problems.Add(code, severity, _path.Of(evidence, directory.Name), message);
}
