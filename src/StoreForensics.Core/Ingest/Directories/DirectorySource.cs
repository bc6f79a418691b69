using StoreForensics.Evidence;
using StoreForensics.Ingest.Directories.Linux;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories;

/// <summary>
/// A directory of the running machine as evidence. Nothing is written and no link is followed but the given path itself, if it is one.
/// On 64-bit Linux names are bytes, all metadata is read (nanoseconds, birth time, owner, devices, link counts, extended attributes), and no access time
/// changes where the kernel can be told so (as root, or for one's own files; else a problem says what may change). Elsewhere see
/// <see cref="ManagedDirectory"/>. Other file systems mounted below are part of the evidence;
/// those that a kernel makes up (proc, sysfs and the like) are named in a problem instead.
/// </summary>
public sealed class DirectorySource : IEvidenceSource
{
    private readonly IDirectoryAccess _access;

    private DirectorySource(string name, IDirectoryAccess access)
    {
        Name = name;
        _access = access;
        var builder = new EvidenceTreeBuilder();
        access.Walk(builder);
        Tree = builder.Seal();
    }

    public string Name { get; }

    public IReadOnlyList<string> Wrapping { get; } = ["directory"];

    public EvidenceTree Tree { get; }

    /// <summary>Lists the whole directory. Progress is told in names, without a total. Names that cannot be read become problems.</summary>
    /// <exception cref="EvidenceOpenException">The path itself cannot be read, or is no directory.</exception>
    public static DirectorySource Open(string path, OpenOptions options)
    {
        bool isKnown = OperatingSystem.IsLinux() && Environment.Is64BitProcess && OpenFlags.IsKnownArchitecture;
        return Open(options.Name ?? path, isKnown ? new LinuxDirectory(path, options) : new ManagedDirectory(path, options));
    }

    /// <inheritdoc cref="Open(string, OpenOptions)"/>
    internal static DirectorySource Open(string name, IDirectoryAccess access)
    {
        try
        {
            return new DirectorySource(name, access);
        }
        catch
        {
            access.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Streams can be sought in, and several may be open at once, on several threads.</remarks>
    public Stream Open(int node)
    {
        if (Tree[node].Kind != EntryKind.File)
            throw new EvidenceFormatException(DirectoryProblems.NotOpened, $"{Tree.PathOf(node)} is no regular file ({Tree[node].Kind.Name()})");
        return _access.Open(Tree, node);
    }

    public void Dispose() => _access.Dispose();
}
