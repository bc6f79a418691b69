using System.Buffers;
using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Contents;

/// <summary>Digests of a file's bytes.</summary>
internal static class ContentDigest
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Digests by the algorithms asked for, in their order; one read of the file.</summary>
    /// <exception cref="EvidenceFormatException">The file cannot be read.</exception>
    public static byte[][] Of(IEvidenceSource source, int node, IReadOnlyList<HashAlgorithmName> algorithms)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        IncrementalHash[] hashes = [.. algorithms.Select(IncrementalHash.CreateHash)];
        try
        {
            using StoredFile stream = StoredFile.Open(source, node);
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

    /// <summary>SHA-256 in lower-case hex; null when the file cannot be read.</summary>
    public static string? TrySha256(IEvidenceSource source, int node)
    {
        try
        {
            return Convert.ToHexStringLower(Of(source, node, [HashAlgorithmName.SHA256])[0]);
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }
}
