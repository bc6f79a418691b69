using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>How an image came to be, as far as signs tell (docker-storage-formats §12.5): first how it was made, then how it came here.</summary>
internal sealed class ImageProvenance(LayerSources sources, MigrationRecord migration)
{
    private const long SameMomentSeconds = 2;

    public void Fill(IReadOnlyList<ImageRecord> records)
    {
        foreach (ImageRecord record in records)
            record.Image.Provenance = Tell(record);
    }

    private Provenance Tell(ImageRecord record)
    {
        (string? made, string? madeSign) = ImageMaking.Tell(record);
        (string? came, string cameSign) = Came(record, made);
        string[] signs = madeSign is null ? [cameSign] : came is null ? [madeSign, cameSign] : [cameSign, madeSign];
        return new Provenance(came ?? made ?? Provenance.Unknown, made, signs);
    }

    // What comes from elsewhere was created long before (§12.5). The file's time may be a moment earlier: the clocks of kernel and engine are read apart.
    private static bool IsRegisteredAtOnce(Image image) =>
        image is { Created: { } created, Registered: { } registered } && Math.Abs(registered.Seconds - created.Time.Seconds) <= SameMomentSeconds;

    // Null for what was made here, or where nothing tells: then how it was made is how it came.
    private (string? Origin, string Sign) Came(ImageRecord record, string? made)
    {
        Image image = record.Image;
        if (record.IsBuiltLocally)
            return (null, "it was made here (the engine's mark builtLocally)");
        // The migration gives every image with a parent one, wherever it came from.
        bool isMigrated = migration.Made(image.Id);
        if (!isMigrated && (image.Parent is not null || image.ParentId is not null))
            return (null, "it was made here (it has a local parent)");
        if (image.Layers.LastOrDefault() is { } top && ObjectIds.IsBuildKitId(top.Id))
            return (null, "it was made here (its top layer is a snapshot of the build cache)");
        string[] digests = [.. image.References.Where(r => r.Digest is not null).Select(r => r.Repository).Distinct(StringComparer.Ordinal)];
        LayerSources.Source? source = sources.Find(image.Layers.LastOrDefault()?.DiffId);
        if (source?.Repositories.FirstOrDefault(r => !source.Pushed.Contains(r)) is { } from)
            return (Provenance.Pulled, $"the source recorded for its top layer is {DisplayText.Escape(from)}");
        if (source is { Repositories.Count: > 0 })
            return (null, $"its top layer was pushed from here to {DisplayText.Escape(source.Repositories[0])}, and no pull is recorded");
        if (digests.Length > 0)
            return (Provenance.Pulled, $"it is referred to by digest as {DisplayText.Escape(digests[0])} (it was pulled, or pushed from here)");
        if (IsRegisteredAtOnce(image))
            return (null, "it was made here (it was registered when it was created)");
        if (record.LastTagged is not null)
            return (null, "it was tagged here, and no source is recorded");
        if (isMigrated)
            return (Provenance.Unknown, "it was here before the migration to content addressability, which records no source");
        return made == Provenance.Imported
            ? (null, "no digest and no source is recorded")
            : (Provenance.Loaded, "no digest and no source is recorded, and it was never tagged here");
    }
}
