using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.ContainersStorage.Images;

/// <summary>
/// Parents of images, which are not recorded: the image whose history is this one's without its newest entry, and whose layers are the same or all but the
/// newest (as <c>podman images</c> tells them).
/// </summary>
internal static class ImageParents
{
    public static void Join(IReadOnlyList<PlacedImage> images)
    {
        // An image's history without its newest entry is looked for among whole ones.
        ILookup<(int, HistoryEntry?), PlacedImage> byNewest = images.Where(i => i.Member is null && i.Record.History.Count > 0)
            .ToLookup(i => (i.Record.History.Count, (HistoryEntry?)i.Record.History[^1]));
        foreach (PlacedImage child in images)
        {
            int count = child.Record.History.Count;
            if (child.Member is not null || count < 2)
                continue;
            PlacedImage? parent = byNewest[(count - 1, child.Record.History[^2])].FirstOrDefault(p => p != child && IsBelow(p.Record, child.Record));
            if (parent is null)
                continue;
            (child.Image.ParentId, child.Image.Parent) = (parent.Image.Id, parent.Image);
            parent.Image.HasChildren = true;
        }
    }

    private static bool IsBelow(ImageRecord parent, ImageRecord child) =>
        parent.DiffIds.Count <= child.DiffIds.Count && child.DiffIds.Count <= parent.DiffIds.Count + 1
        && parent.DiffIds.SequenceEqual(child.DiffIds.Take(parent.DiffIds.Count))
        && parent.History.SequenceEqual(child.History.Take(parent.History.Count));
}
