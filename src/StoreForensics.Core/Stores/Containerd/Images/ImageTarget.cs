using StoreForensics.Stores.Containerd.Records;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Containerd.Images;

/// <summary>What several names of one namespace point to.</summary>
/// <param name="Namespace">Where the names are.</param>
/// <param name="Target">The digest of an index or a manifest.</param>
/// <param name="Manifests">Those that it leads to.</param>
/// <param name="Chosen">The one for the engine's platform; null when nothing of it is in the evidence.</param>
internal sealed record ImageTarget(StoredNamespace Namespace, string Target, IReadOnlyList<ImageManifest> Manifests, ImageManifest? Chosen)
{
    /// <summary>The names that point to it, in byte order.</summary>
    public List<StoredImage> Records { get; } = [];

    /// <summary>What the namespace's clients call it: Docker by the target, all others by the configuration.</summary>
    public string Id => Namespace.IsDockers ? Target : Chosen?.Config ?? Target;
}
