using StoreForensics.Model;
using StoreForensics.Stores.ContainersStorage.Records;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.ContainersStorage.Images;

/// <summary>How an image came to be, as far as signs tell (docker-storage-formats §12.5).</summary>
internal static class StorageProvenance
{
    private const string BuilderLabel = "io.buildah.version";

    public static Provenance Of(PlacedImage placed, StoredLayer? top)
    {
        (string? made, string? madeSign) = Made(placed.Record);
        // A pull keeps the digest of what was fetched; what is made here, and most archives, are not compressed.
        bool wasCompressed = top is { DiffDigest: { } diff, CompressedDigest: { } compressed } && diff != compressed;
        if (wasCompressed || top?.TocDigest is not null)
            return new Provenance(Provenance.PulledOrLoaded, made,
                [.. new[] { "its top layer came compressed", madeSign }.OfType<string>()]);
        return new Provenance(made ?? Provenance.Unknown, made, madeSign is null ? [] : [madeSign]);
    }

    private static (string? Made, string? Sign) Made(ImageRecord record)
    {
        if (record.History is not [.., { } last])
            return (null, null);
        if (record.History.Count == 1 && last is { CreatedBy: "", IsEmpty: false })
            return (Provenance.Imported, "its history is one entry without a command");
        // Buildah, and by it `podman commit`, records a bare shell for what it did not run as a step (buildah v1.43 image.go).
        if (last is { CreatedBy: "/bin/sh", IsEmpty: false })
            return (Provenance.Committed, "the command of its newest layer is a bare shell, as a commit records it");
        bool isBuildah = record.Image.Config?.Labels?.ContainsKey(BuilderLabel) == true;
        if (last.Comment?.StartsWith("buildkit.", StringComparison.Ordinal) == true)
            return (Provenance.BuiltBuildKit, "its newest history entry has a comment of BuildKit");
        return isBuildah && BuildInstruction.IsBuildStep(last.CreatedBy)
            ? (Provenance.BuiltBuildah, $"its newest command is a Dockerfile instruction, and it has the label {BuilderLabel}") : (null, null);
    }
}
