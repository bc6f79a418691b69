using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>
/// What was deleted from the file systems of a disk, at the paths that it had; below <c>$Orphans</c> what has no known path, by inode and transaction. Of no
/// live file is there anything in it. A path that several deleted files had one after another has one in each of several such sources.
/// </summary>
internal sealed class RecoveredSource : IRecoveredSource
{
    private readonly IEvidenceSource _disk;
    private readonly IReadOnlyList<IFileSystem> _fileSystems;
    private readonly IReadOnlyDictionary<int, Recovery> _recoveries;

    /// <param name="disk">What it was deleted from.</param>
    /// <param name="fileSystems">Of the disk; see <see cref="ContentHandle"/>.</param>
    /// <param name="tree">The names.</param>
    /// <param name="recoveries">By node.</param>
    public RecoveredSource(IEvidenceSource disk, IReadOnlyList<IFileSystem> fileSystems, EvidenceTree tree, IReadOnlyDictionary<int, Recovery> recoveries) =>
        (_disk, _fileSystems, Tree, _recoveries) = (disk, fileSystems, tree, recoveries);

    public string Name => _disk.Name;

    public IReadOnlyList<string> Wrapping => [.. _disk.Wrapping, "deleted files"];

    public EvidenceTree Tree { get; }

    public bool NamesInodes => true;

    public Recovery? RecoveryOf(int node) => _recoveries.GetValueOrDefault(node);

    public Stream Open(int node)
    {
        ref readonly EvidenceNode file = ref Tree[node];
        if (file.Kind != EntryKind.File || file.DataOffset < 0)
            throw new EvidenceFormatException(RecoveryProblems.NoBytes, $"nothing is left of the bytes of {Tree.PathOf(node)}");
        ContentHandle handle = ContentHandle.Of(file.DataOffset);
        return ((IDeletedFiles)_fileSystems[handle.FileSystem]).OpenDeleted(handle.Content);
    }

    public void Dispose()
    {
    }
}
