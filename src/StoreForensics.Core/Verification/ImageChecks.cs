using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;

namespace StoreForensics.Verification;

/// <summary>
/// Image ids against the bytes that they are digests of: from 1.10 the configuration (OCI image-spec config.md, "ImageID"); in the graph era only the images
/// that 1.9 pulled, whose directory is named by the digest of their <c>json</c> (format reference, section 14).
/// </summary>
internal static class ImageChecks
{
    public static Check Of(Image image)
    {
        var check = new Check { Kind = CheckKind.Image, Status = CheckStatus.Unverifiable, Subject = image.Id, Origin = image.Origin, Image = image };
        if (Read(image, out string? fault) is not { } bytes)
            return check with { Detail = fault };
        if (image.RecordedDigest is not { } expected)
            return check with
            {
                Detail = image.Id.StartsWith("sha256:", StringComparison.Ordinal) ? "its id is the digest of its configuration, which nothing else records" :
                "its id was drawn at random, as all were before 1.10 but those that 1.9 pulled: nothing records a digest of its metadata"
            };
        string actual = ChainIds.Digest(bytes);
        return check with
        {
            Expected = expected,
            Actual = actual,
            Status = actual == expected ? CheckStatus.Ok : CheckStatus.Altered,
            Grounds = actual == expected ? null : CheckGrounds.OfDigest("the image's configuration"),
            Detail = actual == expected ? null
                : "its configuration is not the one that its id is the digest of: history, command or layers in it cannot be trusted",
        };
    }

    /// <summary>Of an image whose configuration could not be looked at; a problem says why.</summary>
    public static Check Unread(Image image) => new()
    {
        Kind = CheckKind.Image,
        Status = CheckStatus.Unverifiable,
        Subject = image.Id,
        Origin = image.Origin,
        Image = image,
        Detail = "its configuration cannot be read"
    };

    private static byte[]? Read(Image image, out string? fault)
    {
        fault = "its configuration is not in the evidence";
        if (image.Record is not { } record || record.Facts.Kind != EntryKind.File)
            return null;
        if (record.Facts.Size > EvidenceFiles.MaxMetadataBytes)
        {
            fault = "its configuration is too large to be one";
            return null;
        }
        try
        {
            return StoredFile.ReadHead(record.Source, record.Node, (int)record.Facts.Size);
        }
        catch (EvidenceFormatException e)
        {
            fault = "its configuration cannot be read: " + DisplayText.Escape(e.Message);
            return null;
        }
    }
}
