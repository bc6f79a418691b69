using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>
/// Decrypts sectors as dm-crypt encrypts them: AES in XTS (IEEE 1619) or CBC, the start of each from its number (Linux <c>drivers/md/dm-crypt.c</c>: plain,
/// plain64, essiv). May be used by several threads.
/// </summary>
internal sealed class SectorCipher : IDisposable
{
    private const int Block = 16;

    private readonly ConcurrentBag<Aes> _idle = [];
    private readonly byte[] _key;
    private readonly bool _isXts;
    private readonly bool _isNarrow;
    private readonly Aes? _starts; // encrypts numbers of sectors

    private SectorCipher(byte[] key, byte[]? startKey, bool isXts, bool isNarrow)
    {
        (_key, _isXts, _isNarrow) = (key, isXts, isNarrow);
        _starts = startKey is null ? null : New(startKey);
    }

    /// <exception cref="EvidenceFormatException">The cipher is none that is read, or the key is not one of it.</exception>
    public static SectorCipher Of(string cipher, ReadOnlySpan<byte> key)
    {
        bool isXts = cipher is "aes-xts-plain64" or "aes-xts-plain";
        if (!isXts && cipher is not ("aes-cbc-plain64" or "aes-cbc-plain" or "aes-cbc-essiv:sha256"))
            throw LuksProblems.NotRead($"the cipher '{DisplayText.Escape(cipher)}'");
        if (key.Length is not (16 or 24 or 32 or 64) || (isXts && key.Length is not (32 or 64)) || (!isXts && key.Length == 64))
            throw LuksProblems.Bad($"a key of {key.Length} bytes for {cipher}");
        byte[] own = (isXts ? key[..(key.Length / 2)] : key).ToArray();
        byte[]? starts = isXts ? key[(key.Length / 2)..].ToArray() : cipher.EndsWith("essiv:sha256", StringComparison.Ordinal) ? SHA256.HashData(key) : null;
        return new SectorCipher(own, starts, isXts, cipher.EndsWith("-plain", StringComparison.Ordinal));
    }

    /// <summary>Decrypts in place.</summary>
    /// <param name="sectors">Whole sectors.</param>
    /// <param name="sectorBytes">Bytes of each.</param>
    /// <param name="first">The number of the first, counted in 512 bytes.</param>
    public void Decrypt(Span<byte> sectors, int sectorBytes, ulong first)
    {
        Aes aes = _idle.TryTake(out Aes? idle) ? idle : New(_key);
        Span<byte> start = stackalloc byte[Block];
        byte[] tweaks = ArrayPool<byte>.Shared.Rent(sectorBytes);
        try
        {
            for (int at = 0; at < sectors.Length; at += sectorBytes, first += (ulong)(sectorBytes / LuksLayout.SectorBytes))
            {
                Span<byte> sector = sectors.Slice(at, sectorBytes);
                if (_isXts)
                    Xts(aes, sector, tweaks.AsSpan(0, sectorBytes), first);
                else
                    aes.DecryptCbc(sector, Start(first, start), sector, PaddingMode.None);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(tweaks, clearArray: true);
            _idle.Add(aes);
        }
    }

    public void Dispose()
    {
        _starts?.Dispose();
        while (_idle.TryTake(out Aes? aes))
            aes.Dispose();
    }

    private static Aes New(byte[] key)
    {
        var aes = Aes.Create();
        aes.Key = key;
        return aes;
    }

    private void Xts(Aes aes, Span<byte> sector, Span<byte> tweaks, ulong number)
    {
        Start(number, tweaks[..Block]);
        ulong low = BinaryPrimitives.ReadUInt64LittleEndian(tweaks), high = BinaryPrimitives.ReadUInt64LittleEndian(tweaks[8..]);
        for (int at = 0; at < tweaks.Length; at += Block)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(tweaks[at..], low);
            BinaryPrimitives.WriteUInt64LittleEndian(tweaks[(at + 8)..], high);
            // Times the primitive element of GF(2^128).
            ulong carry = (ulong)-(long)(high >> 63) & 0x87;
            (high, low) = ((high << 1) | (low >> 63), (low << 1) ^ carry);
        }
        Xor(sector, tweaks);
        aes.DecryptEcb(sector, sector, PaddingMode.None);
        Xor(sector, tweaks);
    }

    private Span<byte> Start(ulong number, Span<byte> start)
    {
        start.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(start, _isNarrow ? (uint)number : number);
        if (_starts is not null)
        {
            lock (_starts)
                _starts.EncryptEcb(start, start, PaddingMode.None);
        }
        return start;
    }

    private static void Xor(Span<byte> bytes, ReadOnlySpan<byte> with)
    {
        Span<ulong> own = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(bytes);
        ReadOnlySpan<ulong> other = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(with);
        for (int i = 0; i < own.Length; i++)
            own[i] ^= other[i];
    }
}
