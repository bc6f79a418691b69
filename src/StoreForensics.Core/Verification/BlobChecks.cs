using System.Buffers;
using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>Content blobs against the digests that name them (containerd plugins/content/local).</summary>
internal static class BlobChecks
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>A check of each blob, in their order.</summary>
    public static IEnumerable<Check> Of(IEnumerable<ContentBlob> blobs, TarDigests tars, HoleAllowance allowance, ProblemLog problems) =>
        blobs.Select(blob => Of(blob, tars, allowance, problems));

    private static Check Of(ContentBlob blob, TarDigests tars, HoleAllowance allowance, ProblemLog problems)
    {
        string expected = blob.Digest;
        var check = new Check
        {
            Kind = CheckKind.Blob,
            Status = CheckStatus.Unverifiable,
            Subject = expected,
            Expected = expected,
            Origin = blob.Entry.Origin()
        };
        // What a layer is was read already.
        if (tars.Of(blob.Entry) is { } tar)
            return tar.Blob is null ? check with { Detail = tar.Fault } : Compared(check, tar.Blob);
        try
        {
            using StoredFile? stream = blob.Entry.Source.OpenWithin(blob.Entry.Node, allowance, problems);
            if (stream is null)
                return check with { Detail = "more bytes of holes than are read; --hash-holes reads them all the same" };
            return Compared(check, Digest(stream));
        }
        catch (EvidenceFormatException e)
        {
            return check with { Detail = "cannot be read: " + DisplayText.Escape(e.Message) };
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            problems.Fault(check.Origin, e);
            return check with { Detail = "cannot be read: " + Containment.Words(e) };
        }
    }

    private static Check Compared(Check check, string actual) => check with
    {
        Actual = actual,
        Status = actual == check.Expected ? CheckStatus.Ok : CheckStatus.Altered,
        Grounds = actual == check.Expected ? null : CheckGrounds.OfDigest("the blob"),
    };

    private static string Digest(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
                hash.AppendData(buffer, 0, read);
            return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
