using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Model.Layout;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// The content that builds point to, by digest, wherever a store of the evidence keeps it: the builder's own, or that of the containerd that it uses. The bytes
/// are what they are called by, so it does not matter whose they are; whether they are is verified elsewhere.
/// </summary>
internal sealed class BuildBlobs
{
    // The LLB of a large build is some megabytes.
    private const int MaxDocumentBytes = 64 << 20;

    private readonly Dictionary<string, EntryRef> _byDigest = new(StringComparer.Ordinal);
    private readonly EvidenceFiles _files;

    public BuildBlobs(EvidenceFiles files, Inventory inventory)
    {
        _files = files;
        foreach (ContentBlob blob in inventory.Blobs.Where(b => b.Entry.Source == files.Source))
            _byDigest.TryAdd(blob.Digest, blob.Entry);
    }

    /// <summary>The same with its file, where that is in the evidence.</summary>
    public BuildArtifact? Place(BuildArtifact? artifact) =>
        artifact is not null && _byDigest.TryGetValue(artifact.Digest, out EntryRef entry) ? artifact with { Entry = entry } : artifact;

    /// <summary>A blob as JSON; null when it is not there or, after a problem, no JSON object.</summary>
    public JsonView? Document(string digest) => Bytes(digest) is { } bytes ? JsonFile.Object(bytes, _byDigest[digest].Origin(), _files.Problems) : null;

    /// <summary>All bytes of a blob; null when it is not there or, after a problem, cannot be read.</summary>
    public byte[]? Bytes(string digest) => _byDigest.TryGetValue(digest, out EntryRef entry) ? _files.ReadAll(entry.Node, MaxDocumentBytes) : null;

    public EntryRef? Find(string digest) => _byDigest.TryGetValue(digest, out EntryRef entry) ? entry : null;
}
