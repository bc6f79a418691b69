using System.Security.Cryptography;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>The hashes that LUKS names, as far as the platform has them.</summary>
internal static class LuksHash
{
    // A minute's work at most; cryptsetup aims at two seconds.
    private const long MaxIterations = 64_000_000;

    /// <summary>Null where it is not known.</summary>
    public static byte[]? Of(string name, ReadOnlySpan<byte> bytes) =>
        Algorithm(name) is { } algorithm ? CryptographicOperations.HashData(algorithm, bytes) : null;

    /// <exception cref="EvidenceFormatException">The hash is not known, or the work is more than is done.</exception>
    public static byte[] Pbkdf2(string name, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, long iterations, int bytes)
    {
        if (Algorithm(name) is not { } algorithm)
            throw LuksProblems.NotRead($"PBKDF2 with the hash '{DisplayText.Escape(name)}'");
        if (iterations is <= 0 or > MaxIterations)
            throw LuksProblems.Bad($"PBKDF2 with {iterations} iterations: {MaxIterations} are the most that are done");
        return Rfc2898DeriveBytes.Pbkdf2(password, salt, (int)iterations, algorithm, bytes);
    }

    private static HashAlgorithmName? Algorithm(string name) => name.ToLowerInvariant() switch
    {
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        "sha3-256" when SHA3_256.IsSupported => HashAlgorithmName.SHA3_256,
        "sha3-512" when SHA3_512.IsSupported => HashAlgorithmName.SHA3_512,
        _ => null,
    };
}
