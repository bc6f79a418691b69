using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>Says once, for the whole evidence, that reading it may have changed access times.</summary>
internal sealed class AccessTimes(string evidence, ProblemLog problems)
{
    private bool _said;

    /// <summary>Set where the kernel keeps all of them, whatever is read.</summary>
    public bool AreKept { get; set; }

    /// <summary>Something was read in a way that lets the kernel update an access time, unless the file system of that descriptor keeps them.</summary>
    public void MayChange(int descriptor)
    {
        if (AreKept || _said || descriptor < 0 || Calls.FileSystem(descriptor) is not { KeepsAccessTimes: false })
            return;
        _said = true;
        problems.Warn(DirectoryProblems.AccessTimeTouched, new Origin(evidence, default),
            "Reading may have updated access times of symbolic links, and of files and directories that belong to other users: the file system is neither read-only nor mounted noatime. Run as root, or mount it read-only.");
    }
}
