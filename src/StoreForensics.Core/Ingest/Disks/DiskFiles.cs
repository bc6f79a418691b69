using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>
/// The only way to a file that a disk names: a backing file, a parent, an extent, a segment. Whatever path the evidence spells, its last part alone is looked
/// up, beside the evidence and then in the directory that the examiner gave. No other directory is ever entered, also not through a symbolic link.
/// </summary>
internal sealed class DiskFiles
{
    // A split disk of many terabytes in pieces of 640 MB has fewer.
    private const int MaxOpen = 20_000;

    private readonly string[] _directories;
    private readonly List<DiskFile> _open = [];
    private readonly Action<ProbePlace>? _probe;

    /// <param name="evidencePath">The evidence's path as typed.</param>
    /// <param name="diskDirectory">The second directory; null for none.</param>
    /// <param name="probe">See <see cref="ProblemLog.Probe"/>.</param>
    public DiskFiles(string evidencePath, string? diskDirectory, Action<ProbePlace>? probe = null)
    {
        _probe = probe;
        string beside = Path.GetDirectoryName(Path.GetFullPath(evidencePath)) ?? Path.GetFullPath(evidencePath);
        _directories = diskDirectory is null ? [beside] : [beside, Path.GetFullPath(diskDirectory)];
    }

    /// <summary>All that were opened, in that order.</summary>
    public IReadOnlyList<DiskFile> Opened => _open;

    /// <summary>The evidence itself, whose path the examiner typed.</summary>
    /// <exception cref="EvidenceOpenException">It is not there, may not be read, or is a pipe.</exception>
    public DiskFile OpenEvidence(string path) => Keep(Path.GetFullPath(path), path, isNamedByEvidence: false);

    /// <summary>The same of an evidence whose disk is no file by itself.</summary>
    /// <param name="path">The evidence.</param>
    /// <param name="name">What the disk is called in it.</param>
    /// <param name="content">The disk; closed with the others.</param>
    public DiskFile TakeEvidence(string path, string name, IBlockSource content)
    {
        var file = new DiskFile(name, Path.GetFullPath(path), content) { IsWrapped = true };
        _open.Add(file);
        return file;
    }

    /// <summary>A file by the name that a header has for it.</summary>
    /// <param name="named">The path as spelled in the evidence, for any system.</param>
    /// <param name="role">What it is wanted for: <c>the backing file</c>.</param>
    /// <exception cref="EvidenceOpenException">It is in none of the directories; the message says which were looked into.</exception>
    public DiskFile Open(string named, string role)
    {
        string? found = Find(named);
        if (found is null)
            throw new EvidenceOpenException(NotFound(named, role));
        return Keep(found, found, isNamedByEvidence: true);
    }

    /// <summary>Says that it is missing and where it was looked for.</summary>
    public string NotFound(string named, string role)
    {
        string where = string.Join(" or ", _directories.Select(d => DisplayText.Escape(d)));
        string spelled = DisplayText.Escape(Shorten(named));
        string? name = BaseName(named);
        return name is null ? $"{role} is named '{spelled}', which is no name of a file: nothing was opened"
            : $"{role} '{DisplayText.Escape(Shorten(name))}'{(name == named ? "" : $" (recorded as '{spelled}')")} is not in {where}";
    }

    /// <summary>Whether the name would be found.</summary>
    public bool Exists(string named) => Find(named) is not null;

    /// <summary>Names of the files in the directories that begin like that, in the order of their code units, each once.</summary>
    public IReadOnlyList<string> NamesBeginning(string prefix)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string directory in _directories.Where(Directory.Exists))
        {
            try
            {
                names.UnionWith(Directory.EnumerateFiles(directory).Select(Path.GetFileName).OfType<string>().Where(n =>
                    n.StartsWith(prefix, StringComparison.Ordinal)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new EvidenceOpenException($"{DisplayText.Escape(directory)}: cannot be listed: {DisplayText.Escape(e.Message)}", e);
            }
        }
        return [.. names];
    }

    /// <summary>The last part of a path as Unix or Windows spells it; null where that names no file.</summary>
    public static string? BaseName(string named)
    {
        string name = named[(named.LastIndexOfAny(['/', '\\']) + 1)..];
        if (name.Length > 2 && name[1] == ':' && char.IsAsciiLetter(name[0]))
            name = name[2..];
        return name is "" or "." or ".." || name.Length > 255 || name.Contains('\0') ? null : name;
    }

    public void Close()
    {
        foreach (DiskFile file in _open)
            file.Blocks.Dispose();
        _open.Clear();
    }

    private static string Shorten(string name) => name.Length <= 300 ? name : name[..300] + "…";

    private string? Find(string named)
    {
        if (BaseName(named) is not { } name)
            return null;
        return _directories.Select(d => Path.Combine(d, name)).FirstOrDefault(p => File.Exists(p) && StaysInside(p));
    }

    // A link beside the evidence may come with the evidence, and lead anywhere.
    private bool StaysInside(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target
                || _directories.Contains(Path.GetDirectoryName(target.FullName), StringComparer.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private DiskFile Keep(string fullPath, string shown, bool isNamedByEvidence)
    {
        if (_open.Find(f => f.FullPath == fullPath) is { } already)
            return already;
        if (_open.Count >= MaxOpen)
            throw new EvidenceOpenException($"{DisplayText.Escape(shown)}: the disk wants more than {MaxOpen} files");
        if (!File.Exists(fullPath) && Directory.Exists(fullPath))
            throw new EvidenceOpenException($"{DisplayText.Escape(shown)}: a directory, not a disk");
        EvidenceFile opened = EvidenceFile.Open(fullPath, isNamedByEvidence, probe: _probe);
        if (opened.Pipe is not null)
        {
            opened.Dispose();
            throw new EvidenceOpenException($"{DisplayText.Escape(shown)}: a disk is read by position, which a pipe does not allow");
        }
        var file = new DiskFile(Path.GetFileName(fullPath), fullPath, opened.Blocks());
        _open.Add(file);
        return file;
    }
}

/// <summary>An open file of a disk.</summary>
/// <param name="Name">Base name.</param>
/// <param name="FullPath">Where it was found: tells two files apart.</param>
/// <param name="Blocks">Its bytes.</param>
internal sealed record DiskFile(string Name, string FullPath, IBlockSource Blocks)
{
    /// <summary>Whether it was taken out of the file of that path: files beside that are no pieces of it.</summary>
    public bool IsWrapped { get; init; }

    /// <summary>For messages.</summary>
    public string Shown => DisplayText.Escape(Name);
}
