using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;

namespace StoreForensics.Verification;

/// <summary>Content blobs, named by the digest of their bytes (containerd plugins/content/local): those of BuildKit, and of a containerd in the data root.</summary>
internal static class BlobChecks
{
    private const int BufferBytes = 128 * 1024;

    public static IEnumerable<Check> Of(IEvidenceSource source, int root, HoleAllowance allowance, ProblemLog problems)
    {
        foreach (int directory in Directories(source.Tree, root))
        {
            foreach (int blob in source.Tree.Children(directory).ToArray())
            {
                if (source.Tree[blob].Kind == EntryKind.File && ObjectIds.IsDigest(source.Tree.Name(blob)))
                    yield return Of(source, blob, "sha256:" + Encoding.ASCII.GetString(source.Tree.Name(blob)), allowance, problems);
            }
        }
    }

    private static List<int> Directories(EvidenceTree tree, int root)
    {
        var found = new List<int>();
        Add("buildkit/content/blobs/sha256"u8);
        Add("containerd/daemon/io.containerd.content.v1.content/blobs/sha256"u8);
        Add("io.containerd.content.v1.content/blobs/sha256"u8);
        return found;

        void Add(ReadOnlySpan<byte> path)
        {
            if (tree.Find(root, path) is var node && node != EvidenceTree.None)
                found.Add(node);
        }
    }

    private static Check Of(IEvidenceSource source, int node, string expected, HoleAllowance allowance, ProblemLog problems)
    {
        var check = new Check { Kind = CheckKind.Blob, Status = CheckStatus.Unverifiable, Subject = expected, Expected = expected, Origin = source.Origin(node) };
        try
        {
            using StoredFile? stream = source.OpenWithin(node, allowance, problems);
            if (stream is null)
                return check with { Detail = "more bytes of holes than are read; --hash-holes reads them all the same" };
            string actual = Digest(stream);
            return check with { Actual = actual, Status = actual == expected ? CheckStatus.Ok : CheckStatus.Altered };
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
