using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Graph;
using StoreForensics.Stores.Docker.Layered;

namespace StoreForensics.Verification;

/// <summary>
/// Image ids against the bytes that they are digests of: from 1.10 the configuration (OCI image-spec config.md, "ImageID"); in the graph era only the images
/// that 1.9 pulled, whose directory is named by the digest of their <c>json</c> (format reference, section 14).
/// </summary>
internal sealed class ImageChecks(Func<string, IEvidenceSource?> sources)
{
    public Check Of(Image image)
    {
        bool isGraph = image.Store.Era == GraphStore.EraName;
        var check = new Check { Kind = CheckKind.Image, Status = CheckStatus.Unverifiable, Subject = image.Id, Origin = image.Origin, Image = image };
        byte[]? bytes = Read(image.Origin, out string? fault);
        if (bytes is null)
            return check with { Detail = fault };
        if (isGraph && !IsNamedByDigest(bytes))
            return check with { Detail = "its id was drawn at random, as all were before 1.10 but those that 1.9 pulled: nothing records a digest of its metadata" };
        string expected = isGraph ? "sha256:" + image.Id : image.Id;
        string actual = ChainIds.Digest(bytes);
        return check with
        {
            Expected = expected,
            Actual = actual,
            Status = actual == expected ? CheckStatus.Ok : CheckStatus.Altered,
            Detail = actual == expected ? null : "its configuration is not the one that its id is the digest of: history, command or layers in it cannot be trusted",
        };
    }

    /// <summary>Of an image whose configuration could not be looked at; a problem says why.</summary>
    public static Check Unread(Image image) => new() { Kind = CheckKind.Image, Status = CheckStatus.Unverifiable, Subject = image.Id, Origin = image.Origin, Image = image, Detail = "its configuration cannot be read" };

    private byte[]? Read(Origin origin, out string? fault)
    {
        fault = "its configuration is not in the evidence";
        if (sources(origin.Evidence) is not { } source || source.Tree.Find(EvidenceTree.Root, origin.Path.Bytes) is not (> 0 and var node) || source.Tree[node].Kind != EntryKind.File)
            return null;
        if (source.Tree[node].Size > Stores.EvidenceFiles.MaxMetadataBytes)
        {
            fault = "its configuration is too large to be one";
            return null;
        }
        try
        {
            return StoredFile.ReadHead(source, node, (int)source.Tree[node].Size);
        }
        catch (EvidenceFormatException e)
        {
            fault = "its configuration cannot be read: " + DisplayText.Escape(e.Message);
            return null;
        }
    }

    private static bool IsNamedByDigest(byte[] json)
    {
        using JsonDocument? document = GoJsonParser.TryParse(json);
        return document is not null && new JsonView(document.RootElement) is var image && image.Has("layer_id") && !image.Has("id");
    }
}
