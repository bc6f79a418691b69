namespace StoreForensics.Stores.Images;

/// <summary>One image for each id, with all names that lead to it.</summary>
internal static class ImageMerge
{
    /// <summary>In byte order of ids. Of several descriptions the one with most layers in the evidence counts.</summary>
    public static IReadOnlyList<ArchivedImage> Of(IReadOnlyList<ArchivedImage> described)
    {
        var merged = new List<ArchivedImage>();
        foreach (IGrouping<string, ArchivedImage> same in described.GroupBy(i => i.Id).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            ArchivedImage image = same.OrderByDescending(i => i.Layers.Count(l => l.File is not null)).First();
            foreach (ArchivedImage other in same.Where(o => o != image))
            {
                image.References.AddRange(other.References);
                image.Records.AddRange(other.Records.Where(r => !image.Records.Contains(r)));
            }
            image.IsDeleted = same.All(i => i.IsDeleted);
            merged.Add(image);
        }
        return merged;
    }
}
