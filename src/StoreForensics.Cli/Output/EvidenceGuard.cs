using System.Text;
using StoreForensics.Cli.Output.Places;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>
/// The rule that evidence is never written, and the only one who gives out places to write to. What the call names is protected from the start; which other
/// files a disk image consists of, and what lies in a directory, is known once that is
/// open. Everything given out is looked at again then: before anything is written.
/// </summary>
internal sealed class EvidenceGuard
{
    private const string Never = "evidence is never written";

    private readonly IReadOnlyList<string> _evidence;
    private readonly Dictionary<FileKey, string> _files = [];
    private readonly Dictionary<(FileKey, string), string> _names = [];
    private readonly Dictionary<FileKey, string> _directories = [];
    private readonly List<(string Name, DirectoryEntries Entries)> _entries = [];
    private readonly List<OutputPlace> _outputs = [];

    /// <param name="evidence">Paths of the evidence as typed; <c>-</c> is standard input.</param>
    /// <param name="diskDirectory">Where pieces of a disk may lie as well; null for none.</param>
    public EvidenceGuard(IReadOnlyList<string> evidence, string? diskDirectory)
    {
        _evidence = evidence;
        foreach (string path in evidence.Where(p => p.Length > 0 && !p.Contains('\0', StringComparison.Ordinal)))
        {
            if (path == "-")
                ProtectStandardInput();
            else
                Protect(path, $"the evidence {DisplayText.Escape(path)}");
        }
        if (diskDirectory is { Length: > 0 })
            Protect(diskDirectory, $"--disk-dir {DisplayText.Escape(diskDirectory)}, where pieces of the evidence are looked for");
    }

    /// <summary>What the evidences are called, in their order.</summary>
    public IReadOnlyList<string> EvidenceNames => StoreForensics.EvidenceNames.Of(_evidence);

    /// <summary>Whether all evidence is open, so that what was given out may be written to.</summary>
    public bool KnowsAll { get; private set; }

    /// <summary>A place for a file.</summary>
    /// <exception cref="UsageException">It is evidence or lies in it, something else goes there, or something is there and may not be overwritten.</exception>
    public OutputPlace Claim(string path, bool force)
    {
        OutputPlace output = Give(path, isDirectory: false, force);
        if (output.Place.Own is not { } own)
            return output;
        if (!force)
            throw new UsageException($"{DisplayText.Escape(path)} exists; --force overwrites it");
        if (own.Shape is not (FileShape.File or FileShape.Link) || output.Place.Target is { Shape: not FileShape.File })
            throw new UsageException($"{DisplayText.Escape(path)} is no regular file: it is not overwritten");
        return output;
    }

    /// <summary>A directory, there already or not, for files below it.</summary>
    /// <exception cref="UsageException">It is evidence or lies in it, or a file goes there.</exception>
    public OutputPlace ClaimDirectory(string path, bool force = false) => Give(path, isDirectory: true, force);

    /// <summary>Whether a path is evidence, as far as is known yet, or lies in it.</summary>
    public bool IsEvidence(string path) => Trespass(FilePlace.Of(path), isDirectory: true) is not null;

    /// <summary>Sees where standard output goes, when that is a file.</summary>
    /// <exception cref="UsageException">It is evidence or lies in it.</exception>
    public void CheckStandardOutput()
    {
        const string name = "standard output", link = "/proc/self/fd/1";
        if (!OperatingSystem.IsLinux() || FilePlace.ThisMachine.Find(link, follow: true) is not { Shape: FileShape.File or FileShape.BlockDevice } facts)
            return;
        var place = FilePlace.Of(new FileInfo(link).LinkTarget ?? link);
        if (place.Files.Contains(facts.Key))
            Give(new OutputPlace(this, name, place, isDirectory: false, mayOverwrite: true));
    }

    /// <summary>Sees where temporary files go.</summary>
    /// <param name="given">The directory of <c>--scratch</c>; null for the system's.</param>
    /// <param name="isNeeded">Whether the command is one that makes them from directories and disks too.</param>
    /// <returns>Why none may be made; null when they may.</returns>
    /// <exception cref="UsageException">They would go into the evidence.</exception>
    public string? CheckScratch(string? given, bool isNeeded)
    {
        if (given is not null)
        {
            ClaimScratch(given);
            return null;
        }
        string system = Path.GetFullPath(Path.GetTempPath());
        if (Trespass(FilePlace.Of(system), isDirectory: true) is not { } trespass)
            return null;
        string refusal = $"the system's directory for temporary files, {DisplayText.Escape(system)}, {trespass}; name another one with --scratch DIR";
        return isNeeded ? throw new UsageException(refusal) : refusal;
    }

    /// <summary>Protects the files that a disk image turned out to consist of.</summary>
    /// <exception cref="UsageException">An output is one of them.</exception>
    public void AddPieces(IReadOnlyList<string> paths)
    {
        foreach (string path in paths)
            Protect(path, $"a piece of the evidence ({DisplayText.Escape(Path.GetFileName(path))})");
        foreach (OutputPlace output in _outputs)
            RequireOutside(output);
    }

    /// <summary>All evidence is open: protects what lies in directories also under other names, hard links and other mounts of a part of it.</summary>
    /// <param name="sources">In the order of the evidence.</param>
    /// <exception cref="UsageException">An output is in there.</exception>
    public void Complete(IReadOnlyList<IEvidenceSource> sources)
    {
        for (int i = 0; i < sources.Count; i++)
        {
            if (sources[i].Wrapping is ["directory"])
                AddEntries(_evidence[i], sources[i].Tree);
        }
        KnowsAll = true;
    }

    /// <summary>Sees that nothing which is about to be replaced below a directory is evidence. For directories that are there already.</summary>
    /// <param name="directory">Was given out.</param>
    /// <param name="paths">Of what is to be made in it, parents too.</param>
    /// <exception cref="UsageException">One of them is evidence.</exception>
    public void CheckBelow(OutputPlace directory, IEnumerable<ReadOnlyMemory<byte>> paths)
    {
        byte[] start = [.. Encoding.UTF8.GetBytes(directory.FullPath), (byte)'/'];
        var others = new HashSet<FileKey>();
        foreach (ReadOnlyMemory<byte> path in paths)
        {
            if (LinuxLookup.Find([.. start, .. path.Span], follow: false) is not { } facts)
                continue;
            if ((_files.GetValueOrDefault(facts.Key) ?? _directories.GetValueOrDefault(facts.Key)) is { } words)
                throw new UsageException($"{DisplayText.Escape(directory.Path)}: {DisplayText.Escape(path.Span)} in it is {words}: {Never}");
            if (facts.Shape == FileShape.Directory || facts.Links > 1)
                others.Add(facts.Key);
        }
        foreach ((string name, DirectoryEntries entries) in _entries)
        {
            if (others.Count > 0 && entries.Find(others) is { } found)
                throw new UsageException($"{DisplayText.Escape(directory.Path)} holds {found.Path} of the evidence {name} under another name: {Never}");
        }
    }

    private void AddEntries(string path, EvidenceTree tree)
    {
        var entries = new DirectoryEntries(path, tree);
        _entries.Add((DisplayText.Escape(path), entries));
        if (_outputs.Count == 0 || entries.Find(_outputs.SelectMany(o => o.Place.Files.Concat(o.Place.Directories)).ToHashSet()) is not { } found)
            return;
        OutputPlace output = _outputs.First(o => o.Place.Files.Contains(found.Key) || o.Place.Directories.Contains(found.Key));
        string how = output.Place.Files.Contains(found.Key) ? "is" : "lies in";
        throw new UsageException(
            $"{DisplayText.Escape(output.Path)} {how} {found.Path} of the evidence {DisplayText.Escape(path)} under another name: {Never}");
    }

    private void ClaimScratch(string path)
    {
        var scratch = new OutputPlace(this, "--scratch " + path, FilePlace.Of(path), isDirectory: true, mayOverwrite: false);
        RequireOutside(scratch);
        _outputs.Add(scratch);
    }

    private OutputPlace Give(string path, bool isDirectory, bool force)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new UsageException("an output without a name");
        return Give(new OutputPlace(this, path, FilePlace.Of(path), isDirectory, force));
    }

    private OutputPlace Give(OutputPlace output)
    {
        RequireOutside(output);
        if (_outputs.Find(o => !(o.IsDirectory && output.IsDirectory) && o.Place.IsSameAs(output.Place)) is { } other)
        {
            string shown = DisplayText.Escape(output.Path);
            throw new UsageException(other.Path == output.Path ? $"{shown} is to be written twice: each output needs a place of its own"
                : $"{shown} and {DisplayText.Escape(other.Path)} are one file: each output needs a place of its own");
        }
        _outputs.Add(output);
        return output;
    }

    private void RequireOutside(OutputPlace output)
    {
        if (Trespass(output.Place, output.IsDirectory) is { } trespass)
            throw new UsageException($"{DisplayText.Escape(output.Path)} {trespass}");
    }

    private string? Trespass(FilePlace place, bool isDirectory)
    {
        foreach (FileKey key in place.Files)
        {
            if (_files.TryGetValue(key, out string? file) || _directories.TryGetValue(key, out file))
                return $"{(isDirectory && _directories.ContainsKey(key) ? "lies in" : "is")} {file}: {Never}";
        }
        foreach ((FileKey, string) name in place.Names)
        {
            if (_names.TryGetValue(name, out string? named))
                return $"is {named}: {Never}";
        }
        foreach (FileKey key in place.Directories)
        {
            if (_directories.TryGetValue(key, out string? directory))
                return $"lies in {directory}: {Never}";
        }
        return null;
    }

    private void Protect(string path, string words)
    {
        var place = FilePlace.Of(path);
        foreach ((FileKey, string) name in place.Names)
            _names.TryAdd(name, words);
        // What opens the evidence lets the system resolve it as typed, `..` after a link too.
        foreach (FileFacts facts in ((FileFacts?[])[place.Own, place.Target, FilePlace.ThisMachine.Find(path, follow: true)]).OfType<FileFacts>())
            (facts.Shape == FileShape.Directory ? _directories : _files).TryAdd(facts.Key, words);
    }

    private void ProtectStandardInput()
    {
        if (OperatingSystem.IsLinux() && FilePlace.ThisMachine.Find("/proc/self/fd/0", follow: true) is
            {
                Shape: FileShape.File
            or FileShape.BlockDevice
            } facts)
            _files.TryAdd(facts.Key, "the evidence on standard input");
    }
}
