using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>The files of an image of one file system that is a file of another source. Owns its bytes.</summary>
internal sealed class ImageSource(EntryRef file, IBlockSource blocks, IFileSystem fileSystem, EvidenceTree tree) : IEvidenceSource
{
    public string Name => file.Source.Name;

    public IReadOnlyList<string> Wrapping { get; } = [fileSystem.Facts.Kind];

    public EvidenceTree Tree => tree;

    public bool NamesInodes => true;

    /// <inheritdoc/>
    /// <remarks>Streams can be sought in, and several may be open at once, on several threads.</remarks>
    public Stream Open(int node) => tree[node] is { Kind: EntryKind.File, DataOffset: >= 0 and var place }
        ? fileSystem.Open(ContentHandle.Of(place).Content)
        : throw new EvidenceFormatException(DiskProblems.NotAFile, $"{tree.PathOf(node)} is no regular file ({tree[node].Kind.Name()})");

    public void Dispose() => blocks.Dispose();
}
