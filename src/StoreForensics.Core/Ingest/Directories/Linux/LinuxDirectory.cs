using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>A directory through the *at calls of Linux: each step down is one name in an open directory, never through a link.</summary>
internal sealed class LinuxDirectory : IDirectoryAccess
{
    private readonly OpenOptions _options;
    private readonly string _evidence;
    private readonly AccessTimes _accessTimes;
    private readonly int _root;
    private readonly LinuxFiles _files;

    /// <param name="path">As the user typed it.</param>
    /// <param name="options">Gets the problems.</param>
    /// <param name="usePrivateMount">False to read as a user would who may not have one.</param>
    /// <exception cref="EvidenceOpenException">The path is not a readable directory.</exception>
    public LinuxDirectory(string path, OpenOptions options, bool usePrivateMount = true)
    {
        _evidence = options.Name ?? path;
        _options = options;
        _accessTimes = new AccessTimes(_evidence, options.Problems);
        _root = OpenRoot(path, usePrivateMount);
        _files = new LinuxFiles(_root, _evidence, _accessTimes, options.Problems);
    }

    public void Walk(EvidenceTreeBuilder tree)
    {
        using var walk = new LinuxWalk(_root, _evidence, tree, _accessTimes, _options);
        ThreadDirectory.Run(walk.Run);
    }

    public Stream Open(EvidenceTree tree, int node) => _files.Open(tree, node);

    public void Dispose()
    {
        _files.Dispose();
        Calls.Close(_root);
    }

    private int OpenRoot(string path, bool usePrivateMount)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new EvidenceOpenException($"{DisplayText.Escape(path)}: a path cannot hold a NUL.");
        int typed = Calls.Open(Calls.Name(Encoding.UTF8.GetBytes(path)), OpenFlags.PathOnly | OpenFlags.Directory);
        if (typed < 0)
            throw NotOpened(path, typed);
        int mount = usePrivateMount ? PrivateMount.Of(typed) : -Errno.NotSupported;
        _accessTimes.AreKept = mount >= 0;
        int root = Calls.OpenDirectory(mount < 0 ? typed : mount, Calls.Name("."u8), out bool mayTouch);
        if (mayTouch)
            _accessTimes.MayChange(root);
        Calls.Close(mount);
        Calls.Close(typed);
        return root >= 0 ? root : throw NotOpened(path, root);
    }

    private static EvidenceOpenException NotOpened(string path, int error) =>
        new($"{DisplayText.Escape(path)}: cannot be opened as a directory: {Errno.Words(-error)}."
            + (-error is Errno.AccessDenied or Errno.NotPermitted ? "\nrun the program as root, or on a copy made by root" : ""));
}
