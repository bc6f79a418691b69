using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Reports;

/// <summary>Images as <c>docker images</c> lists them: one row a repository:tag pair, then dangling images, then, if asked for, intermediate ones.</summary>
public static class ImageRows
{
    /// <summary>Each of the three groups has the newest first; of one moment, by the name's bytes, then by id and store.</summary>
    /// <param name="inventory">What the stores hold.</param>
    /// <param name="all">Whether images that are only somebody's parent are listed.</param>
    public static IReadOnlyList<ImageRow> Of(Inventory inventory, bool all) =>
        [.. inventory.Images
            .Where(image => all || !image.IsIntermediate)
            .SelectMany(Expand)
            .OrderBy(row => row.Repository is not null ? 0 : row.Image.IsDangling ? 1 : 2)
            .ThenByDescending(row => MomentOf(row.Image.Created))
            .ThenBy(row => row.Reference, StringComparer.Ordinal)
            .ThenBy(row => row.Image.Id, StringComparer.Ordinal)
            .ThenBy(row => row.Image.Store.Name, StringComparer.Ordinal)];

    /// <summary>
    /// The rows of one image. A digest is shown with every tag of its repository, as <c>docker images --digests</c> does; a repository without a tag
    /// is one row with all its digests.
    /// </summary>
    public static IEnumerable<ImageRow> Expand(Image image)
    {
        if (image.References.Count == 0)
            return [new ImageRow(image, null, null, [])];
        return image.References.GroupBy(r => r.Repository, StringComparer.Ordinal).SelectMany(group => OfRepository(image, group));
    }

    /// <summary>For sorting: the oldest of all where a time is unknown or Docker's "never".</summary>
    internal static Timestamp MomentOf(RecordedTime? recorded) => recorded?.Time is { IsUsable: true } time ? time : Timestamp.GoZero;

    private static IEnumerable<ImageRow> OfRepository(Image image, IGrouping<string, ImageReference> references)
    {
        string[] digests = [.. references.Select(r => r.Digest).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] tags = [.. references.Select(r => r.Tag).OfType<string>().Distinct(StringComparer.Ordinal)];
        return tags.Length == 0
            ? [new ImageRow(image, references.Key, null, digests)]
            : tags.Select(tag => new ImageRow(image, references.Key, tag, digests));
    }
}
