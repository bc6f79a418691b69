using System.Security.Cryptography;

namespace StoreForensics.Ingest;

/// <summary>SHA-256 of the evidence's bytes as they go by, in order, once each.</summary>
internal sealed class EvidenceDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>Lower-case hex of all that went by.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
