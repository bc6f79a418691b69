namespace StoreForensics.Cli.Output.Places;

/// <summary>By the full path once every link in it is followed: for systems whose device and inode .NET does not tell. Hard links are not recognised.</summary>
internal sealed class PathLookup : IFileLookup
{
    private const int MaxLinks = 40;

    public FileFacts? Find(string path, bool follow)
    {
        string full = Rooted(path);
        string own = Path.GetDirectoryName(full) is { } parent ? Path.Combine(Resolve(parent, MaxLinks), Path.GetFileName(full)) : full;
        if (follow)
            own = Resolve(own, MaxLinks);
        bool isLink = LinkTarget(own) is not null;
        if (!isLink && !Path.Exists(own))
            return null;
        return new FileFacts(Key(own), isLink ? FileShape.Link : Directory.Exists(own) ? FileShape.Directory : FileShape.File, 1);
    }

    public IEnumerable<FileKey> DirectoriesFrom(string directory)
    {
        for (string? at = Resolve(Rooted(directory), MaxLinks); at is not null; at = Path.GetDirectoryName(at))
            yield return Key(at);
    }

    // Names that differ in case alone are one file on these systems as they come.
    private static FileKey Key(string path) => new(0, 0, OperatingSystem.IsLinux() ? path : path.ToUpperInvariant());

    private static string Rooted(string path) => Path.Combine(Environment.CurrentDirectory, path);

    // After a link, `..` is the directory above where that leads.
    private static string Resolve(string full, int links)
    {
        string at = Path.GetPathRoot(full) ?? "";
        foreach (string name in full[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = name == "." ? at : name == ".." ? Path.GetDirectoryName(at) ?? at : Path.Combine(at, name);
            at = links > 0 && LinkTarget(next) is { } target ? Resolve(Path.Combine(at, target), links - 1) : next;
        }
        return at;
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
