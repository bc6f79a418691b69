using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>
/// Whether images of the graph era were made on this host. Their JSON does not tell: an engine like 1.6 writes those that it pulled or loaded and those that it
/// made in one form, with a line end (moby v1.6.2 image/image.go StoreImage, v1.8.0 graph/graph.go storeImage).
/// </summary>
internal static class GraphProvenance
{
    // From `created`, which a commit takes first, to the end of writing its layer.
    private const long MomentSeconds = 10;
    private const long DaySeconds = 86400;

    public static void Refine(IEnumerable<Image> images, IEnumerable<Container> containers)
    {
        var here = new HashSet<string>(containers.Select(c => c.Id), StringComparer.Ordinal);
        foreach (Image image in images)
        {
            if (image.Provenance is { Origin: not Provenance.PulledOrLoaded } told)
                image.Provenance = Refined(image, told, here);
        }
    }

    private static Provenance Refined(Image image, Provenance told, HashSet<string> here)
    {
        if (image.ContainerId is { } container && here.Contains(container))
            return told with { Signs = [.. told.Signs, "it was made here (the container that it was made of is here)"] };
        if (image is { Created: { } created, Registered: { } registered } && registered.Seconds - created.Time.Seconds is >= -1 and <= MomentSeconds)
            return told with { Signs = [.. told.Signs, "it was made here (it was registered when it was created)"] };
        // A load sets no digest (moby v1.6.2 graph/load.go, graph/pull.go).
        if (image.References.Find(r => r.Digest is not null) is { } digest)
            return new Provenance(Provenance.Pulled, told.Made,
                [$"it is referred to by digest as {DisplayText.Escape(digest.Repository)} (it was pulled, or pushed from here)", .. told.Signs]);
        return new Provenance(Provenance.Unknown, told.Made, [.. told.Signs, Delay(image) + "whether it was made here, pulled or loaded is not recorded"]);
    }

    // What comes from elsewhere was mostly created long before; a copy without times looks the same.
    private static string Delay(Image image) =>
        image is { Created: { Time.IsUsable: true } created, Registered: { } registered }
            && (registered.Seconds - created.Time.Seconds) / DaySeconds is > 0 and var days
            ? string.Create(CultureInfo.InvariantCulture, $"it was registered {days} {(days == 1 ? "day" : "days")} after it was created; ") : "";
}
