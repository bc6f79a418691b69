using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Text;

/// <summary>
/// The Dockerfile of an image as its builder read it: from the provenance in the builder's own record of the build, which always holds it, else from the
/// provenance that came with the image, which does in mode max.
/// </summary>
public static class RecordedDockerfile
{
    /// <summary>The file, with a line that says whence; null where no record has it.</summary>
    public static (string Heading, BuildSource Source)? Of(Inventory inventory, Image image)
    {
        foreach (BuildRecord build in inventory.Builds.Where(b => b.Images.Contains(image)))
        {
            if (build.Provenance is { Sources: [var source, ..] } provenance)
                return (Heading(source, $"build {build.Id}, provenance {provenance.Digest}"), source);
        }
        foreach (BuildProvenance provenance in image.Provenances)
        {
            if (provenance.Sources is [var source, ..])
                return (Heading(source, $"provenance {provenance.Digest}"), source);
        }
        return null;
    }

    private static string Heading(BuildSource source, string whence) =>
        $"# Verbatim: {DisplayText.Escape(source.Name)} as the builder recorded it ({DisplayText.Escape(whence)})";
}
