using System.Buffers;
using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Contents;

/// <summary>Digests of a file's bytes.</summary>
internal static class ContentDigest
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Digests by the algorithms asked for, in their order; one read of the file. None, and a warning, where its holes are too many.</summary>
    /// <exception cref="EvidenceFormatException">The file cannot be read.</exception>
    public static byte[][] Of(IEvidenceSource source, int node, IReadOnlyList<HashAlgorithmName> algorithms, HoleAllowance allowance, ProblemLog problems)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        IncrementalHash[] hashes = [.. algorithms.Select(IncrementalHash.CreateHash)];
        try
        {
            using StoredFile? stream = source.OpenWithin(node, allowance, problems);
            if (stream is null)
                return [];
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                foreach (IncrementalHash hash in hashes)
                    hash.AppendData(buffer, 0, read);
            }
            return [.. hashes.Select(h => h.GetHashAndReset())];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            foreach (IncrementalHash hash in hashes)
                hash.Dispose();
        }
    }

    /// <summary>What tells files of one size apart: SHA-256 in lower-case hex, of large
    /// ones a <see cref="RunDigest"/>; null when the file cannot be read.</summary>
    public static string? TryTell(IEvidenceSource source, int node)
    {
        try
        {
            using StoredFile stream = StoredFile.Open(source, node);
            return Convert.ToHexStringLower(source.Tree[source.Tree.FirstLink(node)].Size >= RunDigest.LeastFileBytes ? RunDigest.Of(stream)
                : SHA256.HashData(stream));
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }
}
