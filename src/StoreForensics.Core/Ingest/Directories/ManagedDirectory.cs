using System.Text;
using Microsoft.Win32.SafeHandles;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories;

/// <summary>
/// A directory through .NET's own functions, for macOS and Windows. No link is followed, but less is known than on Linux, and a problem says so: no owner,
/// change time, device numbers, inode, link count (each name is a file of its own) nor attributes; times in steps of 100 ns; on Windows no mode (0);
/// FIFOs, sockets and devices look like empty files, and are never opened because no empty file is. A name that is not Unicode cannot be opened.
/// Access times change as the system likes.
/// </summary>
internal sealed class ManagedDirectory : IDirectoryAccess
{
    private static readonly EnumerationOptions s_everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    private readonly OpenOptions _options;
    private readonly string _evidence;
    private readonly DirectoryInfo _root;

    /// <exception cref="EvidenceOpenException">The path is no directory.</exception>
    public ManagedDirectory(string path, OpenOptions options)
    {
        _evidence = options.Name ?? path;
        _options = options;
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || !Directory.Exists(path))
            throw new EvidenceOpenException($"{DisplayText.Escape(path)}: cannot be opened as a directory.");
        _root = new DirectoryInfo(path);
    }

    public void Walk(EvidenceTreeBuilder tree)
    {
        _options.Problems.Warn(DirectoryProblems.ReducedMetadata, new Origin(_evidence, default),
            "Read on a system whose file functions tell no owner, change time, device number, link count or extended attribute, and may update access times: read a copy, or read it on Linux.");
        tree.Add(default, Describe(_root), out _);
        // No depth is counted: these systems end paths at some thousand characters.
        var pending = new Stack<(DirectoryInfo Directory, int Node, string Path)>();
        pending.Push((_root, EvidenceTree.Root, ""));
        while (pending.TryPop(out (DirectoryInfo Directory, int Node, string Path) at))
        {
            foreach (FileSystemInfo entry in List(at.Directory, at.Path))
            {
                string path = at.Path.Length == 0 ? entry.Name : at.Path + "/" + entry.Name;
                int node = Add(tree, at.Node, entry, path);
                if (node != EvidenceTree.None && tree[node].Kind == EntryKind.Directory)
                    pending.Push(((DirectoryInfo)entry, node, path));
            }
            _options.Progress?.Invoke(tree.Count, null);
        }
    }

    public Stream Open(EvidenceTree tree, int node)
    {
        string path = _root.FullName;
        var down = new Stack<int>();
        for (int at = node; at != EvidenceTree.Root; at = tree[at].Parent)
            down.Push(at);
        while (down.TryPop(out int next))
        {
            path = Path.Combine(path, Encoding.UTF8.GetString(tree.Name(next)));
            if (new FileInfo(path).LinkTarget is not null)
                throw new EvidenceFormatException(DirectoryProblems.NotOpened,
                    $"{tree.PathOf(node)} cannot be opened: a link has taken a component's place since it was listed");
        }
        if (tree[node].Size == 0)
            return new MemoryStream([], writable: false); // may be a FIFO, which would block
        return OpenFile(path, tree.PathOf(node));
    }

    public void Dispose()
    {
    }

    private static DirectoryFileStream OpenFile(string path, EvidencePath shown)
    {
        try
        {
            SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new DirectoryFileStream(handle, shown);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvidenceFormatException(DirectoryProblems.NotOpened, $"{shown} cannot be opened: {Words(e)}", null, e);
        }
    }

    private List<FileSystemInfo> List(DirectoryInfo directory, string path)
    {
        var entries = new List<FileSystemInfo>();
        try
        {
            foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos("*", s_everything))
                entries.Add(entry);
        }
        catch (UnauthorizedAccessException e)
        {
            _options.Problems.Damage(DirectoryProblems.NoPermission, new Origin(_evidence, path), DirectoryProblems.NoPermissionWords(Words(e)));
        }
        catch (IOException e)
        {
            _options.Problems.Damage(DirectoryProblems.DirectoryUnreadable, new Origin(_evidence, path), $"Directory cannot be listed to its end: {Words(e)}.");
        }
        entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    private int Add(EvidenceTreeBuilder tree, int parent, FileSystemInfo entry, string path)
    {
        try
        {
            EntryMetadata metadata = Describe(entry);
            if (tree.AddChild(parent, Encoding.UTF8.GetBytes(entry.Name), metadata, out int node) == EvidenceTreeBuilder.AddResult.Added)
                return node;
            _options.Problems.Damage(DirectoryProblems.NameRefused, new Origin(_evidence, path), "The name cannot be kept.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _options.Problems.Damage(DirectoryProblems.EntryUnreadable, new Origin(_evidence, path), $"Its facts cannot be read: {Words(e)}.");
        }
        return EvidenceTree.None;
    }

    private EntryMetadata Describe(FileSystemInfo entry)
    {
        // The root is where the typed path leads, link or not; junctions have a target too.
        byte[]? target = entry != _root && entry.LinkTarget is string text ? Encoding.UTF8.GetBytes(text) : null;
        EntryKind kind = target is not null ? EntryKind.Symlink : entry is DirectoryInfo ? EntryKind.Directory : EntryKind.File;
        return new EntryMetadata
        {
            Kind = kind,
            Mode = OperatingSystem.IsWindows() ? (ushort)0 : (ushort)entry.UnixFileMode,
            Size = target?.Length ?? (entry as FileInfo)?.Length ?? 0,
            Modified = FromUtc(entry.LastWriteTimeUtc),
            HasFraction = true,
            Accessed = FromUtc(entry.LastAccessTimeUtc),
            Born = FromUtc(entry.CreationTimeUtc),
            DataOffset = -1,
            LinkTarget = target,
        };
    }

    private static Timestamp FromUtc(DateTime time)
    {
        long ticks = time.Ticks - DateTime.UnixEpoch.Ticks;
        (long seconds, long rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return rest < 0 ? new Timestamp(seconds - 1, (int)(rest + TimeSpan.TicksPerSecond) * 100) : new Timestamp(seconds, (int)rest * 100);
    }

    private static string Words(Exception error) => error switch
    {
        UnauthorizedAccessException => "permission denied",
        FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
        PathTooLongException => "name too long",
        _ => "input/output error",
    };
}
