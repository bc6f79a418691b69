using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Images;

/// <summary>
/// <c>blobs/&lt;algorithm&gt;/&lt;hex&gt;</c>: bytes by their digest, as containerd's content store and OCI layouts keep them (containerd
/// plugins/content/local; OCI image-spec image-layout.md). Nothing here is verified; verification does that.
/// </summary>
internal sealed class ContentStore : IImageContent
{
    /// <summary>Indexes, manifests and configurations are kilobytes; registries take four megabytes at most.</summary>
    private const int MaxDocumentBytes = 8 << 20;

    private readonly EvidenceFiles _files;
    private readonly Dictionary<string, int> _byDigest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonView?> _documents = new(StringComparer.Ordinal);

    /// <param name="files">The store's files.</param>
    /// <param name="directory">The directory that has <c>blobs</c>; null when it is not in the evidence.</param>
    public ContentStore(EvidenceFiles files, int? directory)
    {
        _files = files;
        Directory = directory;
        int blobs = directory is int d ? files.Tree.Find(d, "blobs/sha256"u8) : EvidenceTree.None;
        foreach (int blob in blobs == EvidenceTree.None ? [] : files.Tree.Children(blobs).ToArray())
        {
            if (files.Tree[blob].Kind == EntryKind.File && ObjectIds.IsDigest(files.Tree.Name(blob)))
                _byDigest["sha256:" + Encoding.ASCII.GetString(files.Tree.Name(blob))] = blob;
        }
    }

    /// <summary>Null when it is not in the evidence.</summary>
    public int? Directory { get; }

    /// <summary>Every blob by its digest, in byte order of digests.</summary>
    public IEnumerable<(string Digest, int Node)> Blobs => _byDigest.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => (b.Key, b.Value));

    /// <summary>The blob's file; null when it is not there.</summary>
    public int? Find(string? digest) => digest is not null && _byDigest.TryGetValue(digest, out int node) ? node : null;

    /// <summary>A blob that is JSON, parsed once; null when it is not there or, after a problem, no JSON.</summary>
    public JsonView? Document(string? digest)
    {
        if (Find(digest) is not int node)
            return null;
        if (!_documents.TryGetValue(digest!, out JsonView? document))
        {
            document = _files.ReadAll(node, MaxDocumentBytes) is { } bytes ? JsonFile.Object(bytes, _files.Origin(node), _files.Problems) : null;
            _documents[digest!] = document;
        }
        return document;
    }
}
