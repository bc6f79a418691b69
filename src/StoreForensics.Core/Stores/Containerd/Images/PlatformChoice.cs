using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Containerd.Images;

/// <summary>
/// Chooses of an index the image that the engine would use. What the host's platform is, no record of containerd says: it is that of most images that were
/// unpacked here.
/// </summary>
internal sealed class PlatformChoice
{
    private readonly string? _architecture;

    /// <param name="unpacked">The manifests whose layers have snapshots, of all images.</param>
    public PlatformChoice(IEnumerable<ImageManifest> unpacked) => _architecture = unpacked.Where(m => m.Platform.Architecture is not null)
        .GroupBy(m => m.Platform.Architecture!).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;

    /// <summary>Of the images among the manifests, the host's before others, what is in the evidence before what is not; null where there is none.</summary>
    public ImageManifest? Of(IEnumerable<ImageManifest> manifests) => manifests.Where(m => !m.IsAttestation)
        .OrderBy(m => m.IsPresent && m.Platform.Architecture == _architecture ? 0 : m.IsPresent ? 1 : 2).FirstOrDefault();
}
