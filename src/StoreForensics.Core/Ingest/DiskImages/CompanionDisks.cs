using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>The other disks of a call, opened when members of a group or array are missing. Owns those that were opened.</summary>
internal sealed class CompanionDisks : IDisposable
{
    private const int MaxInDirectory = 256;
    private const long MinBytes = 64 * 1024;

    private readonly OpenOptions _options;
    private readonly List<OpenedDisk> _opened = [];

    /// <param name="path">The evidence, which is no companion of its own.</param>
    /// <param name="own">The files that it consists of.</param>
    /// <param name="options">With the other evidences of the call and the directory for parts of disks.</param>
    public CompanionDisks(string path, IReadOnlyList<string> own, OpenOptions options)
    {
        _options = options;
        HashSet<string> known = [Path.GetFullPath(path), .. own.Select(Path.GetFullPath)];
        All =
        [
            .. options.Others.Where(o => known.Add(Path.GetFullPath(o.Path))).Select(o =>
                new CompanionDisk(Path.GetFileName(o.Path), () => Open(o.Path), o.IsBefore)),
            .. InDirectory(options.DiskDirectory).Where(known.Add).Select(p => new CompanionDisk(Path.GetFileName(p), () => Open(p), IsBefore: false)),
        ];
    }

    /// <summary>In the order of the call, then those of the directory in byte order.</summary>
    public IReadOnlyList<CompanionDisk> All { get; }

    public void Dispose() => _opened.ForEach(d => d.Dispose());

    private static string[] InDirectory(string? directory)
    {
        try
        {
            return directory is null ? [] : [.. Directory.EnumerateFiles(directory)
                .Where(p => new FileInfo(p) is { LinkTarget: null } f && f.Length >= MinBytes)
                .Select(Path.GetFullPath).Order(StringComparer.Ordinal).Take(MaxInDirectory)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // looked up again by name, and told of, where it is needed
        }
    }

    // What is no disk has no members; what is wrong with one is told when it is read itself.
    private GuardedBlocks? Open(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var problems = new ProblemLog();
            OpenedDisk disk = DiskOpener.Open(path, new DiskOptions { Problems = problems, DiskDirectory = _options.DiskDirectory });
            _opened.Add(disk);
            _options.FilesFound?.Invoke(disk.Paths);
            return new GuardedBlocks(disk.Medium, problems, path);
        }
        catch (EvidenceOpenException)
        {
            return null;
        }
    }
}
