using StoreForensics.Model;
using StoreForensics.Stores.ContainersStorage.Records;

namespace StoreForensics.Stores.ContainersStorage.Images;

/// <summary>
/// The names of an image: <c>repository:tag</c> or <c>repository@digest</c> as recorded. As <c>podman image inspect</c> has it, every repository refers to it
/// by each digest that the store has of its manifests.
/// </summary>
internal static class ImageNames
{
    /// <summary>In byte order of their spelling.</summary>
    public static IReadOnlyList<ImageReference> Of(StoredImage record)
    {
        var references = new Dictionary<string, ImageReference>(StringComparer.Ordinal);
        void Add(ImageReference reference) => references.TryAdd(reference.ToString(), reference);
        string? own = record.Digests.Count > 0 ? record.Digests[0] : null;
        foreach ((string repository, string? tag, string? digest) in record.Names.Select(Parse))
        {
            Add(new ImageReference(repository, tag, digest ?? own));
            if (digest is not null)
                continue;
            foreach (string other in record.Digests.Where(d => d != own))
                Add(new ImageReference(repository, null, other));
        }
        return [.. references.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Value)];
    }

    /// <summary>A name as Docker prints it.</summary>
    public static (string Repository, string? Tag, string? Digest) Parse(string name)
    {
        int at = name.IndexOf('@', StringComparison.Ordinal);
        string? digest = at > 0 && ObjectIds.IsPrefixedDigest(name[(at + 1)..]) ? name[(at + 1)..] : null;
        string full = digest is null ? name : name[..at];
        int colon = full.LastIndexOf(':');
        string? tag = colon > 0 && colon > full.LastIndexOf('/') ? full[(colon + 1)..] : null;
        // A name by digest and tag is one by digest (distribution/reference).
        return (FamiliarName.Of(tag is null ? full : full[..colon]), digest is null ? tag ?? "latest" : tag, digest);
    }

    /// <summary>Whether Buildah made the name up for a step of a build: 64 hex digits and <c>-tmp</c> (buildah imagebuildah/stage_executor.go).</summary>
    public static bool IsOfBuild(string name) => Parse(name) is (var repository, "latest", null) && repository.Length == 68
        && repository.EndsWith("-tmp", StringComparison.Ordinal) && ObjectIds.IsDigest(System.Text.Encoding.UTF8.GetBytes(repository[..64]));
}
