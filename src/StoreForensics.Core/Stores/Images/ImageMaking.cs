using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Images;

/// <summary>How an image was made, wherever that was, as far as its configuration tells (docker-storage-formats §12.5).</summary>
internal static class ImageMaking
{
    private const string BuildKitComment = "buildkit.";

    /// <summary>One of the words of <see cref="Provenance"/>, and the sign that it rests on; null where nothing tells.</summary>
    public static (string? Made, string? Sign) Tell(ImageRecord record)
    {
        if (IsImport(record))
            return (Provenance.Imported, "its history is one entry without a command");
        if (record.History is not [.., { } last])
            return (null, null);
        if (IsSquash(record, last))
            return (Provenance.Squashed, "its newest layer has no command and is said to be merged, and steps that write files have no layer");
        if (last.Comment?.StartsWith(BuildKitComment, StringComparison.Ordinal) == true)
            return (Provenance.BuiltBuildKit, $"its newest history entry has the comment {DisplayText.Escape(last.Comment)}");
        if (IsCommit(record, last))
            return (Provenance.Committed, "the command of its newest layer is a container's run command");
        return BuildInstruction.IsBuildStep(last.CreatedBy) ? (Provenance.BuiltClassic, "its newest command is a Dockerfile instruction") : (null, null);
    }

    // build --squash keeps the history, makes its entries empty, and adds one: comment
    // "merge sha256:… to sha256:…" (moby v20.10 daemon/images/image_squash.go).
    private static bool IsSquash(ImageRecord record, HistoryEntry last) =>
        last is { CreatedBy: "", IsEmpty: false } && last.Comment?.StartsWith("merge sha256:", StringComparison.Ordinal) == true && record.History.Count > 1;

    private static bool IsImport(ImageRecord record) =>
        record.History is [{ CreatedBy: "", IsEmpty: false }] && record.DiffIds.Count == 1 && record.Image.ParentId is null
            && record.Image.ContainerConfig?.Cmd is null or [];

    // A RUN has the command /bin/sh -c X too, but a build puts the image's own command back afterwards; a commit keeps the container's.
    private static bool IsCommit(ImageRecord record, HistoryEntry last)
    {
        Image image = record.Image;
        // Docker with the containerd store names no container; it labels what it commits and builds by itself with the image below.
        if ((image.ContainerId ?? image.ParentId) is null || last.IsEmpty)
            return false;
        if (!BuildInstruction.IsBuildStep(last.CreatedBy))
            return true;
        bool isRun = !last.CreatedBy.Contains("#(nop)", StringComparison.Ordinal);
        return isRun && image.Config?.Cmd is { Count: > 0 } own && image.ContainerConfig?.Cmd is { } run && own.SequenceEqual(run);
    }
}
