using StoreForensics.Model;
using StoreForensics.Model.Builds;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// The images that a build made and that are still there: by the digests of its results, which are an image's id or its configuration's digest, and by the
/// build's id where the engine noted it at the image (29.2 and later).
/// </summary>
internal sealed class BuiltImages
{
    private readonly ILookup<string, Image> _byDigest;
    private readonly ILookup<string, string> _digestsByBuild;

    public BuiltImages(Inventory inventory)
    {
        _byDigest = inventory.Images.SelectMany(i => Digests(i).Select(d => (Digest: d, Image: i)))
            .ToLookup(i => i.Digest, i => i.Image, StringComparer.Ordinal);
        _digestsByBuild = inventory.Blobs.SelectMany(b => b.Builds.Select(r => (Build: r, b.Digest)))
            .ToLookup(b => b.Build, b => b.Digest, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Digests(Image image) => new[] { image.Id, image.RecordedDigest }.OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>In the order of the inventory's images of the first result, then of the next.</summary>
    public IEnumerable<Image> Of(BuildRecord build) =>
        build.Results.Concat(build.Members).Select(r => r.Digest).Concat(_digestsByBuild[build.Id]).Distinct(StringComparer.Ordinal)
            .SelectMany(d => _byDigest[d]).Distinct().Where(i => i.Store.Root.Evidence == build.Store.Root.Evidence);

    /// <summary>Says of an image how it came here, where nothing else tells.</summary>
    public static void Explain(Image image, string build)
    {
        if (image.Provenance is null or { Origin: Provenance.Unknown, Made: null or Provenance.BuiltBuildKit })
            image.Provenance = new Provenance(Provenance.BuiltBuildKit, Provenance.BuiltBuildKit,
                [$"the builder has the record of build {build}, whose result it is"]);
    }
}
