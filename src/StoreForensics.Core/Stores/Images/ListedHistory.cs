using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Images;

/// <summary>
/// Layers, sizes and steps of images that list their history: the n-th entry that is not empty owns the n-th diff id (docker-storage-formats §4.2). The
/// join is by counting, so every step says that its layer is inferred.
/// </summary>
/// <param name="layers">The layers by chain id, and their sizes.</param>
/// <param name="problems">Told of histories that do not fit.</param>
internal sealed class ListedHistory(IChainLayers layers, ProblemLog problems)
{
    public void Fill(IReadOnlyList<ImageRecord> records)
    {
        foreach (ImageRecord record in records)
            problems.Contain(record.Image.Origin, () => Fill(record));
        foreach (ImageRecord record in records)
        {
            Image image = record.Image;
            image.OwnSize = image.TotalSize is long total && image.Parent is not null ? image.Parent.TotalSize is long below && below <= total ? total - below
                : null : image.TotalSize;
        }
        // The step that made a layer is that of the smallest image with it: the one where it is the top.
        foreach (ImageRecord record in records.OrderBy(r => r.DiffIds.Count))
        {
            foreach (BuildStep step in record.Image.Steps)
            {
                if (step.Layer is { Step: null } layer)
                    layer.Step = step;
            }
        }
    }

    private void Fill(ImageRecord record)
    {
        Image image = record.Image;
        string[] chainIds = [.. ChainIds.Of(record.DiffIds)];
        record.Image.ChainIds = chainIds;
        CheckCounts(record);
        foreach (string chainId in chainIds)
            AddLayer(image, chainId);
        image.TotalSize = Total(chainIds);
        string?[] ids = StepIds(record);
        int next = 0;
        for (int i = 0; i < record.History.Count; i++)
        {
            HistoryEntry entry = record.History[i];
            string? chainId = entry.IsEmpty || next >= chainIds.Length ? null : chainIds[next++];
            image.Steps.Add(Step(image, entry, i + 1, chainId, ids[i]));
        }
    }

    private BuildStep Step(Image image, HistoryEntry entry, int number, string? chainId, string? imageId) => new()
    {
        Number = number,
        Created = entry.Created,
        CreatedBy = entry.CreatedBy,
        Instruction = BuildInstruction.Clean(entry.CreatedBy),
        Size = entry.IsEmpty ? 0 : layers.SizeOf(chainId),
        Layer = layers.Find(chainId),
        LayerIsInferred = chainId is not null,
        IsEmptyLayer = entry.IsEmpty,
        Comment = entry.Comment,
        Author = entry.Author,
        ImageId = imageId,
        Origin = image.Origin,
    };

    private void CheckCounts(ImageRecord record)
    {
        int owning = record.History.Count(h => !h.IsEmpty), listed = record.DiffIds.Count;
        if (record.History.Count == 0 && listed > 0)
            problems.Note("SF-IMAGE-0010", record.Image.Origin, $"the image has no history: its {listed} layers cannot be told by steps");
        else if (owning > listed)
            problems.Warn("SF-IMAGE-0011", record.Image.Origin,
                $"{owning} steps of the history claim a layer, and the image has {listed}: the engine refuses such a history; which step made which layer is a guess");
        else if (owning < listed)
            problems.Note("SF-IMAGE-0012", record.Image.Origin,
                $"{owning} steps of the history claim a layer, and the image has {listed}: the last {listed - owning} belong to no step (squashed or made by other tools)");
    }

    private void AddLayer(Image image, string chainId)
    {
        if (layers.Find(chainId) is { } layer)
        {
            image.Layers.Add(layer);
            layer.Images.Add(image);
        }
        else
        {
            layers.Missing(image, chainId);
        }
    }

    private long? Total(string[] chainIds)
    {
        long sum = 0;
        foreach (string chainId in chainIds)
        {
            if (layers.SizeOf(chainId) is not long size || size > long.MaxValue - sum)
                return null;
            sum += size;
        }
        return sum;
    }

    // As docker history: the newest row is the image itself, older rows its parents as far as this host knows them.
    private static string?[] StepIds(ImageRecord record)
    {
        string?[] ids = new string?[record.History.Count];
        Image? at = record.Image;
        for (int i = ids.Length - 1; i >= 0 && at is not null; i--, at = at.Parent)
            ids[i] = at.Id;
        return ids;
    }
}
