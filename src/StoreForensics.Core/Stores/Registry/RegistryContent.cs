using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Registry;

/// <summary><c>blobs/sha256/&lt;first two digits&gt;/&lt;digest&gt;/data</c>: bytes by their digest, shared by all repositories.</summary>
internal sealed class RegistryContent(EvidenceFiles files, int? blobs) : IImageContent
{
    private const int MaxDocumentBytes = 8 << 20;

    private readonly Dictionary<string, JsonView?> _documents = new(StringComparer.Ordinal);

    /// <summary>Every blob, in byte order of digests.</summary>
    public IEnumerable<(string Digest, int Node)> Blobs()
    {
        int sha256 = blobs is int b ? files.Tree.Child(b, "sha256"u8) : EvidenceTree.None;
        foreach (int group in sha256 == EvidenceTree.None ? [] : files.Tree.Children(sha256).ToArray())
        {
            foreach (int directory in files.Tree.Children(group).ToArray())
            {
                if (!ObjectIds.IsDigest(files.Tree.Name(directory)))
                    continue;
                int data = files.Tree.Child(directory, "data"u8);
                if (data != EvidenceTree.None && files.Tree[data].Kind == EntryKind.File)
                    yield return ("sha256:" + Encoding.ASCII.GetString(files.Tree.Name(directory)), data);
            }
        }
    }

    /// <inheritdoc/>
    public int? Find(string? digest)
    {
        if (blobs is not int b || !ObjectIds.IsPrefixedDigest(digest))
            return null;
        string hex = digest!["sha256:".Length..];
        int node = files.Tree.Find(b, Encoding.ASCII.GetBytes($"sha256/{hex[..2]}/{hex}/data"));
        return node != EvidenceTree.None && files.Tree[node].Kind == EntryKind.File ? node : null;
    }

    /// <inheritdoc/>
    public JsonView? Document(string? digest)
    {
        if (Find(digest) is not int node)
            return null;
        if (!_documents.TryGetValue(digest!, out JsonView? document))
            _documents[digest!] = document = Read(node);
        return document;
    }

    private JsonView? Read(int node) =>
        files.ReadAll(node, MaxDocumentBytes) is { } bytes ? JsonFile.Object(bytes, files.Origin(node), files.Problems) : null;
}
