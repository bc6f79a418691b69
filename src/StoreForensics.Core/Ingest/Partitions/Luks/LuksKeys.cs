using System.Security.Cryptography;
using Konscious.Security.Cryptography;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>Gets volume keys out of key slots. What a header may ask for in work and memory is bounded.</summary>
internal sealed class LuksKeys(IBlockSource part, LuksHeader header)
{
    private const long MaxMemoryKib = 4 << 20;
    private const long MaxWorkKib = 32L << 20; // passes times memory
    private const int MaxLanes = 64;

    private readonly List<string> _refused = [];

    /// <summary>What could not be tried, each in words.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>The volume keys by segment; null where the key opens no slot.</summary>
    public Dictionary<string, byte[]>? Unlock(DiskKey key)
    {
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (LuksSlot slot in header.Slots)
        {
            foreach (ReadOnlyMemory<byte> passphrase in key.Spellings)
            {
                if (TryOpen(slot, passphrase.Span) is not { } opened)
                    continue;
                foreach (string segment in opened.Digest.Segments)
                    keys.TryAdd(segment, opened.Key);
                // A volume that is being encrypted anew has two keys.
                if (header.Segments.All(s => s.Cipher is null || keys.ContainsKey(s.Id)))
                    return keys;
            }
        }
        return keys.Count > 0 ? keys : null;
    }

    private (byte[] Key, LuksDigest Digest)? TryOpen(LuksSlot slot, ReadOnlySpan<byte> passphrase)
    {
        try
        {
            int sectors = ((slot.KeyBytes * slot.Stripes) + LuksLayout.SectorBytes - 1) / LuksLayout.SectorBytes;
            byte[] area = part.ReadBytes(slot.AreaOffset, sectors * LuksLayout.SectorBytes);
            using (var cipher = SectorCipher.Of(slot.AreaCipher, Derive(slot.Derivation, passphrase, slot.AreaKeyBytes)))
                cipher.Decrypt(area, LuksLayout.SectorBytes, 0);
            byte[] key = LuksSplitter.Merge(area.AsSpan(0, slot.KeyBytes * slot.Stripes), slot.KeyBytes, slot.SplitHash);
            foreach (LuksDigest digest in header.Digests.Where(d => d.Slots.Contains(slot.Number) && d.Value.Length > 0))
            {
                byte[] own = LuksHash.Pbkdf2(digest.Hash, key, digest.Salt, digest.Iterations, digest.Value.Length);
                if (CryptographicOperations.FixedTimeEquals(own, digest.Value))
                    return (key, digest);
            }
        }
        catch (EvidenceFormatException refused)
        {
            string words = $"slot {slot.Number}: {refused.Message}";
            if (!_refused.Contains(words))
                _refused.Add(words);
        }
        return null;
    }

    private static byte[] Derive(LuksDerivation kdf, ReadOnlySpan<byte> passphrase, int bytes)
    {
        if (kdf.Kind == "pbkdf2")
            return LuksHash.Pbkdf2(kdf.Hash, passphrase, kdf.Salt, kdf.Iterations, bytes);
        if (kdf.Kind is not ("argon2i" or "argon2id"))
            throw LuksProblems.NotRead($"keys made with '{DisplayText.Escape(kdf.Kind)}'");
        if (kdf.Lanes is <= 0 or > MaxLanes || kdf.Iterations <= 0 || kdf.MemoryKib < 8L * kdf.Lanes || kdf.MemoryKib > MaxMemoryKib
            || kdf.Iterations > MaxWorkKib / kdf.MemoryKib || kdf.Salt.Length < 8)
            throw LuksProblems.Bad($"{kdf.Kind} with {kdf.Iterations} passes over {kdf.MemoryKib} KiB in {kdf.Lanes} lanes: more than is done, or than can be");
        if (kdf.MemoryKib * 1024 > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
            throw LuksProblems.Bad($"{kdf.Kind} needs {kdf.MemoryKib >> 10} MiB of memory, which this machine does not have");
        using Argon2 argon = kdf.Kind == "argon2i" ? new Argon2i(passphrase.ToArray()) : new Argon2id(passphrase.ToArray());
        (argon.Salt, argon.Iterations, argon.MemorySize, argon.DegreeOfParallelism) = (kdf.Salt, (int)kdf.Iterations, (int)kdf.MemoryKib, kdf.Lanes);
        return argon.GetBytes(bytes);
    }
}
