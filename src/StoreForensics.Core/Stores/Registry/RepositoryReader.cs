using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Registry;

/// <summary><c>repositories/&lt;name&gt;/{_manifests,_layers,_uploads}</c>, names of any depth.</summary>
internal sealed class RepositoryReader(EvidenceFiles files)
{
    private const int MaxDepth = 32;
    private const int MaxLinkBytes = 1024;

    /// <summary>In byte order of names.</summary>
    public IReadOnlyList<RegistryRepository> Read(int? directory)
    {
        var found = new List<RegistryRepository>();
        if (directory is int root)
            Walk(root, "", 0, found);
        return [.. found.OrderBy(r => r.Name, StringComparer.Ordinal)];
    }

    private void Walk(int directory, string name, int depth, List<RegistryRepository> found)
    {
        if (name.Length > 0 && (Has(directory, "_manifests"u8) || Has(directory, "_layers"u8) || Has(directory, "_uploads"u8)))
            files.Problems.Contain(files.Origin(directory), () => found.Add(Repository(directory, name)));
        foreach (int child in depth < MaxDepth ? files.Tree.Children(directory).ToArray() : [])
        {
            if (files.Tree[child].Kind.IsDirectory() && !files.Tree.Name(child).StartsWith("_"u8))
                Walk(child, (name.Length == 0 ? "" : name + "/") + Text(child), depth + 1, found);
        }
    }

    private RegistryRepository Repository(int node, string name) => new(name, node)
    {
        Tags = [.. Directories(files.Tree.Find(node, "_manifests/tags"u8)).Select(Tag)],
        Revisions = Links(files.Tree.Find(node, "_manifests/revisions/sha256"u8)),
        Deleted = Deleted(files.Tree.Find(node, "_manifests/revisions/sha256"u8)),
        Layers = Links(files.Tree.Find(node, "_layers/sha256"u8)),
        Uploads = [.. Directories(files.Tree.Child(node, "_uploads"u8)).Select(Upload)],
    };

    private RegistryTag Tag(int node) => new(Text(node), node, files.Tree.Child(node, "current"u8) is >= 0 and var current ? Link(current, null) : null,
        Links(files.Tree.Find(node, "index/sha256"u8)));

    private IReadOnlyList<RegistryLink> Links(int directory)
    {
        var links = new List<RegistryLink>();
        foreach (int child in Directories(directory))
        {
            if (ObjectIds.IsDigest(files.Tree.Name(child)) && Link(child, "sha256:" + Text(child)) is { } link)
                links.Add(link);
        }
        return links;
    }

    // Deletion takes the link alone (distribution 2.8 registry/storage/linkedblobstore.go, Clear, on a file system that keeps the directory).
    private RegistryLink[] Deleted(int directory) =>
        [.. Directories(directory).Where(d => ObjectIds.IsDigest(files.Tree.Name(d)) && files.Tree[d].Kind == EntryKind.Directory && !Has(d, "link"u8))
            .Select(d => new RegistryLink("sha256:" + Text(d), d, files.Tree[d].Modified))];

    private RegistryLink? Link(int directory, string? named)
    {
        int node = files.Tree.Child(directory, "link"u8);
        if (node == EvidenceTree.None || files.Tree[node].Kind != EntryKind.File)
            return null;
        string? text = files.ReadAll(node, MaxLinkBytes) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : null;
        if (!ObjectIds.IsPrefixedDigest(text))
            files.Problems.Damage("SF-REGISTRY-0001", files.Origin(node), $"a link of the registry holds no digest: {DisplayText.Escape(text ?? "")}");
        string? digest = ObjectIds.IsPrefixedDigest(text) ? text : named;
        return digest is null ? null : new RegistryLink(digest, node, files.Tree[node].Modified);
    }

    private RegistryUpload Upload(int node)
    {
        string? started = files.ReadText(node, "startedat"u8);
        int data = files.Tree.Child(node, "data"u8);
        long bytes = data == EvidenceTree.None ? 0 : files.Tree[data].Size;
        return new RegistryUpload(node, Text(node), started is null ? null : Timestamp.TryParse(started), bytes);
    }

    private IEnumerable<int> Directories(int directory)
    {
        foreach (int child in directory == EvidenceTree.None ? [] : files.Tree.Children(directory).ToArray())
        {
            if (files.Tree[child].Kind.IsDirectory())
                yield return child;
        }
    }

    private bool Has(int directory, ReadOnlySpan<byte> name) => files.Tree.Child(directory, name) != EvidenceTree.None;

    private string Text(int node) => Encoding.UTF8.GetString(files.Tree.Name(node));
}
