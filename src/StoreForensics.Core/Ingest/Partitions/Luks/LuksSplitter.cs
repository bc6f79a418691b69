using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>The anti-forensic splitter (LUKS1 specification, section 2.4): a key is stored as stripes, of which not one may be lost.</summary>
internal static class LuksSplitter
{
    /// <param name="material">All stripes, one after the other.</param>
    /// <param name="keyBytes">Bytes of each.</param>
    /// <param name="hash">The hash that diffuses.</param>
    /// <exception cref="EvidenceFormatException">The hash is not known.</exception>
    public static byte[] Merge(ReadOnlySpan<byte> material, int keyBytes, string hash)
    {
        byte[] key = new byte[keyBytes];
        for (; material.Length >= 2 * keyBytes; material = material[keyBytes..])
        {
            Xor(key, material);
            Diffuse(key, hash);
        }
        Xor(key, material);
        return key;
    }

    private static void Xor(Span<byte> key, ReadOnlySpan<byte> stripe)
    {
        for (int i = 0; i < key.Length; i++)
            key[i] ^= stripe[i];
    }

    // Each piece of a digest's length becomes the digest of its number and itself.
    private static void Diffuse(Span<byte> key, string hash)
    {
        Span<byte> numbered = stackalloc byte[4 + LuksLayout.MaxKeyBytes];
        for (int at = 0, number = 0; at < key.Length; number++)
        {
            int digest = LuksHash.Of(hash, [])?.Length ?? throw LuksProblems.NotRead($"a key split with the hash '{DisplayText.Escape(hash)}'");
            int piece = Math.Min(digest, key.Length - at);
            BinaryPrimitives.WriteInt32BigEndian(numbered, number);
            key.Slice(at, piece).CopyTo(numbered[4..]);
            LuksHash.Of(hash, numbered[..(4 + piece)]).AsSpan(0, piece).CopyTo(key[at..]);
            at += piece;
        }
    }
}
