using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Stores.Layered;

/// <summary>
/// How an image came to be, as far as signs tell (docker-storage-formats §12.5): first how it was made (<c>built</c>, <c>committed</c>, <c>imported</c>),
/// then how it came here. The words up to the first blank are stable.
/// </summary>
internal sealed class ImageProvenance(LayerSources sources)
{
    private const string BuildKitComment = "buildkit.";

    public void Fill(IReadOnlyList<ImageRecord> records)
    {
        foreach (ImageRecord record in records)
            record.Image.Provenance = Tell(record);
    }

    private string? Tell(ImageRecord record)
    {
        string? made = Made(record), came = Came(record);
        return made is null ? came : came is null ? made : $"{made}; {came}";
    }

    private static string? Made(ImageRecord record)
    {
        if (IsImport(record))
            return "imported (its history is one entry without a command)";
        if (record.History is not [.., { } last])
            return null;
        if (last.Comment?.StartsWith(BuildKitComment, StringComparison.Ordinal) == true)
            return "built with BuildKit (its history says so)";
        if (IsCommit(record, last))
            return "committed by hand (the command of its newest layer is a container's run command)";
        return BuildInstruction.IsBuildStep(last.CreatedBy) ? "built (its newest command is a Dockerfile instruction)" : null;
    }

    private static bool IsImport(ImageRecord record) =>
        record.History is [{ CreatedBy: "", IsEmpty: false }] && record.DiffIds.Count == 1 && record.Image.ParentId is null && record.Image.ContainerConfig?.Cmd is null or [];

    // A RUN has the command /bin/sh -c X too, but a build puts the image's own command back afterwards; a commit keeps the container's.
    private static bool IsCommit(ImageRecord record, HistoryEntry last)
    {
        Image image = record.Image;
        if (image.ContainerId is null || last.IsEmpty)
            return false;
        if (!BuildInstruction.IsBuildStep(last.CreatedBy))
            return true;
        bool isRun = !last.CreatedBy.Contains("#(nop)", StringComparison.Ordinal);
        return isRun && image.Config?.Cmd is { Count: > 0 } own && image.ContainerConfig?.Cmd is { } run && own.SequenceEqual(run);
    }

    private string? Came(ImageRecord record)
    {
        Image image = record.Image;
        if (record.IsBuiltLocally)
            return "made here (the engine's mark builtLocally)";
        if (image.Parent is not null || image.ParentId is not null)
            return "made here (it has a local parent)";
        if (image.Layers.LastOrDefault() is { } top && ObjectIds.IsBuildKitId(top.Id))
            return "made here (its top layer is a snapshot of the build cache)";
        string[] digests = [.. image.References.Where(r => r.Digest is not null).Select(r => r.Repository).Distinct(StringComparer.Ordinal)];
        LayerSources.Source? source = sources.Find(image.Layers.LastOrDefault()?.DiffId);
        if (source?.Repositories.Any(r => !source.Pushed.Contains(r)) == true)
            return $"pulled from {DisplayText.Escape(source.Repositories[0])} (the source recorded for its top layer)";
        if (digests.Length > 0)
            return $"pulled or pushed (referred to by digest as {DisplayText.Escape(digests[0])})";
        return record.LastTagged is not null ? "tagged here" : "loaded, or its registry was forgotten (no digest, no source, never tagged here)";
    }
}
