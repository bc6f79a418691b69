using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>
/// The files of a disk image: a file system that is the whole disk at the root, those of partitions and logical volumes each below a directory named after
/// where it stands (<c>gpt2</c>, <c>lvm-vg0-root</c>).
/// </summary>
internal sealed class DiskSource : IEvidenceSource, IDigestedEvidence, IPoolDevices, IDeletedEvidence
{
    private readonly OpenedDisk _disk;
    private readonly IReadOnlyList<IFileSystem> _fileSystems;
    private readonly Lazy<MediumDigests?> _digests;
    private readonly IReadOnlyList<IDisposable> _around;

    public DiskSource(string name, OpenedDisk disk, IReadOnlyList<string> wrapping, EvidenceTree tree, IReadOnlyList<IFileSystem> fileSystems,
        IReadOnlyList<IDisposable> around)
    {
        (Name, _disk, Wrapping, Tree, _fileSystems, _around) = (name, disk, wrapping, tree, fileSystems, around);
        _digests = new Lazy<MediumDigests?>(() => MediumDigests.Compute(_disk.Medium));
    }

    public string Name { get; }

    public IReadOnlyList<string> Wrapping { get; }

    public EvidenceTree Tree { get; }

    public bool NamesInodes => true;

    /// <inheritdoc/>
    public IReadOnlyList<PoolDevice> PoolDevices { get; init; } = [];

    /// <summary>The node of each file system's root.</summary>
    public IReadOnlyList<int> Nodes { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<IRecoveredSource> Recover(ProblemLog problems) => RecoveredSources.Find(this, _fileSystems, Nodes, problems);

    /// <inheritdoc/>
    public IReadOnlyList<(int Root, IUnusedSpace Space)> Unused() =>
        [.. _fileSystems.Zip(Nodes).Where(f => f.First is IDeletedFiles).Select(f => (f.Second, ((IDeletedFiles)f.First).Unused))];

    /// <inheritdoc/>
    /// <remarks>Streams can be sought in, and several may be open at once, on several threads.</remarks>
    public Stream Open(int node) => Open(Tree, _fileSystems, node);

    /// <summary>A file of one of several file systems whose names are in one tree.</summary>
    /// <inheritdoc cref="IEvidenceSource.Open"/>
    internal static Stream Open(EvidenceTree tree, IReadOnlyList<IFileSystem> fileSystems, int node)
    {
        ref readonly EvidenceNode file = ref tree[node];
        if (file.Kind != EntryKind.File || file.DataOffset < 0)
            throw new EvidenceFormatException(DiskProblems.NotAFile, $"{tree.PathOf(node)} is no regular file ({file.Kind.Name()})");
        ContentHandle handle = ContentHandle.Of(file.DataOffset);
        return fileSystems[handle.FileSystem].Open(handle.Content);
    }

    /// <summary>SHA-256 of the medium, and the digests that the image carries with what they should be. Reads the whole medium, once.</summary>
    public (string? Sha256, IReadOnlyList<StoredDigest> Stored) Digest()
    {
        MediumDigests? now = _digests.Value;
        return (now?.Sha256, Stored(now));
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredDigest> CheckDigests() => Stored(null).Count == 0 ? [] : Stored(_digests.Value);

    public void Dispose()
    {
        _disk.Dispose();
        foreach (IDisposable around in _around)
            around.Dispose();
    }

    /// <summary>Those that the image carries, with the computed ones where there are any.</summary>
    public IReadOnlyList<StoredDigest> Stored(MediumDigests? now)
    {
        var stored = new List<StoredDigest>();
        if (_disk.Details.StoredMd5 is { } md5)
            stored.Add(new StoredDigest("md5", md5, now?.Md5));
        if (_disk.Details.StoredSha1 is { } sha1)
            stored.Add(new StoredDigest("sha1", sha1, now?.Sha1));
        return stored;
    }
}
