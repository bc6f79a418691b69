using System.Security.Cryptography;

namespace StoreForensics.Tests.Cli;

/// <summary>A folder of one fixture, of whose every file it is known whether it is as it was.</summary>
internal abstract class NamedFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("sf-never-").FullName;

    /// <summary>How it looks before each call, of a folder that is large and that no test changes; null: it is looked at then.</summary>
    public SortedDictionary<string, string>? Known { get; protected init; }

    public string At(string name) => Path.Combine(Root, name);

    /// <summary>Every name with its bytes, its modification time and what it links to.</summary>
    public SortedDictionary<string, string> Look()
    {
        var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (FileSystemInfo entry in new DirectoryInfo(Root).EnumerateFileSystemInfos("*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            string what = entry.LinkTarget ?? (entry is FileInfo file ? Content(file) : "directory");
            seen.Add(Path.GetRelativePath(Root, entry.FullName), $"{what} {entry.LastWriteTimeUtc.Ticks}");
        }
        return seen;
    }

    // A hard link's bytes are looked at under the file's first name.
    private static string Content(FileInfo file)
    {
        if (file.Name.Contains("-hard.", StringComparison.Ordinal))
            return $"{file.Length} bytes";
        using FileStream bytes = file.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private protected void Link(string name, string target) => File.CreateSymbolicLink(At(name), target);
}
