using StoreForensics.Cli.Extraction;

namespace StoreForensics.Cli.Output.Places;

/// <summary>Where a path leads on the examiner's machine, whether there is anything yet or not: what is there, and which directories that lies in.</summary>
internal sealed class FilePlace
{
    private const int MaxLinks = 40;

    private readonly IFileLookup _lookup;

    private FilePlace(string fullPath, IFileLookup lookup)
    {
        (FullPath, _lookup) = (fullPath, lookup);
        Own = lookup.Find(fullPath, follow: false);
        Target = lookup.Find(fullPath, follow: true);
        Files = [.. ((FileFacts?[])[Own, Target]).OfType<FileFacts>().Select(f => f.Key)];
        Enter(fullPath);
        FollowLinks(fullPath);
    }

    /// <summary>How this machine tells files apart.</summary>
    public static IFileLookup ThisMachine { get; } = Calls.IsKnownSystem ? new LinuxLookup() : new PathLookup();

    /// <summary>Without <c>.</c> and <c>..</c>, and with no separator at its end.</summary>
    public string FullPath { get; }

    /// <summary>What has the name, a link itself; null for nothing.</summary>
    public FileFacts? Own { get; }

    /// <summary>What it leads to; null for nothing, as at the end of a link to nowhere.</summary>
    public FileFacts? Target { get; }

    /// <summary>The file that the name is, and the one that it leads to.</summary>
    public HashSet<FileKey> Files { get; }

    /// <summary>All directories that the name lies in, and those of where its links lead.</summary>
    public HashSet<FileKey> Directories { get; } = [];

    /// <summary>What tells names apart where nothing is yet: the nearest directory that exists, and the rest of the path.</summary>
    public HashSet<(FileKey Directory, string Remainder)> Names { get; } = [];

    /// <exception cref="ArgumentException">No path at all.</exception>
    public static FilePlace Of(string path, IFileLookup? lookup = null) =>
        new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), lookup ?? ThisMachine);

    /// <summary>Whether writing to one is writing to the other.</summary>
    public bool IsSameAs(FilePlace other) => Files.Overlaps(other.Files) || Names.Overlaps(other.Names);

    private void Enter(string path)
    {
        string? parent = Path.GetDirectoryName(path);
        string rest = Path.GetFileName(path);
        while (parent is not null && _lookup.Find(parent, follow: true) is not { Shape: FileShape.Directory })
        {
            rest = Path.GetFileName(parent) + "/" + rest;
            parent = Path.GetDirectoryName(parent);
        }
        bool isNearest = true;
        foreach (FileKey directory in parent is null ? [] : _lookup.DirectoriesFrom(parent))
        {
            if (isNearest)
                Names.Add((directory, rest));
            isNearest = false;
            Directories.Add(directory);
        }
    }

    // The kernel resolves what is spelled after a link, so nothing of it is shortened here.
    private void FollowLinks(string path)
    {
        for (int i = 0; i < MaxLinks && _lookup.Find(path, follow: false) is { Shape: FileShape.Link }
            && new FileInfo(path).LinkTarget is { Length: > 0 } target; i++)
        {
            path = Path.Combine(Path.GetDirectoryName(path) ?? "", target);
            Enter(path);
        }
    }
}
