using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace StoreForensics.Tests.Ingest.Partitions.Luks;

/// <summary>Encrypted volumes written by hand, with few stripes and little work, so that they are small and fast. That they are as cryptsetup's is shown by
/// those that it makes itself (<see cref="LuksToolTests"/>).</summary>
internal sealed record MadeLuks(int Version)
{
    public const string Uuid = "6f1c2b3a-0000-4000-8000-0123456789ab";

    public string Cipher { get; init; } = "aes-xts-plain64";

    public string Kdf { get; init; } = "pbkdf2";

    public int KeyBytes { get; init; } = 64;

    public int SectorBytes { get; init; } = 512;

    public int Stripes { get; init; } = 5;

    public string Hash { get; init; } = "sha256";

    public byte[] Passphrase { get; init; } = "open sesame"u8.ToArray();

    /// <summary>Put in place of parts of the JSON.</summary>
    public (string From, string To)? Change { get; init; }

    private const int Payload = 64 * 1024;
    private const int Material = 48 * 1024;
    private const int Iterations = 10;

    private static readonly byte[] s_salt = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private HashAlgorithmName Algorithm => new(Hash.ToUpperInvariant());

    private byte[] VolumeKey => [.. Enumerable.Range(0, KeyBytes).Select(i => (byte)(i * 7 + 3))];

    public byte[] Make(byte[] content)
    {
        byte[] image = new byte[Payload + content.Length];
        Encrypt(Cipher, VolumeKey, content, SectorBytes).CopyTo(image, Payload);
        byte[] material = Split(VolumeKey);
        byte[] padded = new byte[(material.Length + 511) / 512 * 512];
        material.CopyTo(padded, 0);
        Encrypt(Cipher, Derived(), padded, 512).CopyTo(image, Material);
        if (Version == 1)
            First(image);
        else
            Second(image);
        return image;
    }

    /// <summary>Sector by sector, the start of each from its number; XTS by AES alone, one block at a time.</summary>
    public static byte[] Encrypt(string cipher, byte[] key, byte[] plain, int sectorBytes)
    {
        byte[] result = new byte[plain.Length];
        bool isXts = cipher.Contains("xts", StringComparison.Ordinal);
        using var aes = Aes.Create();
        aes.Key = isXts ? key[..(key.Length / 2)] : key;
        using var other = Aes.Create();
        other.Key = isXts ? key[(key.Length / 2)..] : SHA256.HashData(key);
        for (int at = 0; at < plain.Length; at += sectorBytes)
        {
            byte[] start = new byte[16];
            BinaryPrimitives.WriteInt64LittleEndian(start, at / 512);
            if (isXts || cipher.Contains("essiv", StringComparison.Ordinal))
                start = other.EncryptEcb(start, PaddingMode.None);
            if (!isXts)
            {
                aes.EncryptCbc(plain.AsSpan(at, sectorBytes), start, PaddingMode.None).CopyTo(result, at);
                continue;
            }
            for (int block = at; block < at + sectorBytes; block += 16)
            {
                byte[] mixed = [.. plain.AsSpan(block, 16).ToArray().Zip(start, (a, b) => (byte)(a ^ b))];
                aes.EncryptEcb(mixed, PaddingMode.None).Zip(start, (a, b) => (byte)(a ^ b)).ToArray().CopyTo(result, block);
                int carry = 0;
                for (int i = 0; i < 16; i++)
                    (start[i], carry) = ((byte)((start[i] << 1) | carry), start[i] >> 7);
                start[0] ^= (byte)(carry * 0x87);
            }
        }
        return result;
    }

    private byte[] Derived()
    {
        if (Kdf == "pbkdf2")
            return Rfc2898DeriveBytes.Pbkdf2(Passphrase, s_salt, Iterations, Algorithm, KeyBytes);
        using Argon2 argon = Kdf == "argon2i" ? new Argon2i(Passphrase) : new Argon2id(Passphrase);
        (argon.Salt, argon.Iterations, argon.MemorySize, argon.DegreeOfParallelism) = (s_salt, 2, 64, 2);
        return argon.GetBytes(KeyBytes);
    }

    private byte[] Split(byte[] key)
    {
        byte[] material = new byte[KeyBytes * Stripes], mixed = new byte[KeyBytes];
        for (int stripe = 0; stripe < Stripes - 1; stripe++)
        {
            for (int i = 0; i < KeyBytes; i++)
                mixed[i] ^= material[(stripe * KeyBytes) + i] = (byte)((stripe * 31) + (i * 5));
            mixed = Diffused(mixed);
        }
        for (int i = 0; i < KeyBytes; i++)
            material[((Stripes - 1) * KeyBytes) + i] = (byte)(mixed[i] ^ key[i]);
        return material;
    }

    private byte[] Diffused(byte[] key)
    {
        int piece = CryptographicOperations.HashData(Algorithm, []).Length;
        return [.. key.Chunk(piece).SelectMany((part, number) =>
            CryptographicOperations.HashData(Algorithm, [0, 0, 0, (byte)number, .. part])[..part.Length])];
    }

    private void First(byte[] image)
    {
        "LUKS"u8.CopyTo(image);
        (image[4], image[5], image[7]) = (0xBA, 0xBE, 1);
        void Text(int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(image, at);
        void Word(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(at), value);
        Text(8, "aes");
        Text(40, Cipher["aes-".Length..]);
        Text(72, Hash);
        Word(104, Payload / 512);
        Word(108, KeyBytes);
        Rfc2898DeriveBytes.Pbkdf2(VolumeKey, s_salt, Iterations, Algorithm, 20).CopyTo(image, 112);
        s_salt.CopyTo(image, 132);
        Word(164, Iterations);
        Text(168, Uuid);
        for (int slot = 0; slot < 8; slot++)
            Word(208 + (slot * 48), slot == 2 ? 0x00AC71F3 : 0xDEAD);
        const int Slot = 208 + (2 * 48);
        Word(Slot + 4, Iterations);
        s_salt.CopyTo(image, Slot + 8);
        Word(Slot + 40, Material / 512);
        Word(Slot + 44, Stripes);
    }

    private void Second(byte[] image)
    {
        string salt = Convert.ToBase64String(s_salt),
            kdf = Kdf == "pbkdf2" ? $$"""{"type":"pbkdf2","hash":"{{Hash}}","iterations":{{Iterations}},"salt":"{{salt}}"}"""
                : $$"""{"type":"{{Kdf}}","time":2,"memory":64,"cpus":2,"salt":"{{salt}}"}""",
            digest = Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(VolumeKey, s_salt, Iterations, Algorithm, 32));
        string json = string.Create(CultureInfo.InvariantCulture, $$"""
            {"keyslots":{"3":{"type":"luks2","key_size":{{KeyBytes}},"af":{"type":"luks1","stripes":{{Stripes}},"hash":"{{Hash}}"},
            "area":{"type":"raw","offset":"{{Material}}","size":"4096","encryption":"{{Cipher}}","key_size":{{KeyBytes}}},"kdf":{{kdf}} } },"tokens":{},
            "segments":{"0":{"type":"crypt","offset":"{{Payload}}","size":"dynamic","iv_tweak":"0","encryption":"{{Cipher}}","sector_size":{{SectorBytes}} } },
            "digests":{"0":{"type":"pbkdf2","keyslots":["3"],"segments":["0"],"hash":"{{Hash}}","iterations":{{Iterations}},"salt":"{{salt}}","digest":"{{digest}}"} },
            "config":{"json_size":"12288","keyslots_size":"4096"} }
            """);
        if (Change is { } change)
        {
            if (!json.Contains(change.From, StringComparison.Ordinal))
                throw new InvalidOperationException(change.From);
            json = json.Replace(change.From, change.To, StringComparison.Ordinal);
        }
        foreach (int at in new[] { 0, 0x4000 })
        {
            Span<byte> copy = image.AsSpan(at, 0x4000);
            (at == 0 ? "LUKS"u8 : "SKUL"u8).CopyTo(copy);
            (copy[4], copy[5], copy[7]) = (0xBA, 0xBE, 2);
            BinaryPrimitives.WriteInt64BigEndian(copy[8..], 0x4000);
            BinaryPrimitives.WriteInt64BigEndian(copy[16..], 3);
            Encoding.ASCII.GetBytes("vault").CopyTo(copy[24..]);
            Encoding.ASCII.GetBytes("sha256").CopyTo(copy[72..]);
            Encoding.ASCII.GetBytes(Uuid).CopyTo(copy[168..]);
            BinaryPrimitives.WriteInt64BigEndian(copy[256..], at);
            Encoding.ASCII.GetBytes(json).CopyTo(copy[4096..]);
            Seal(copy);
        }
    }

    /// <summary>Makes the checksum of a copy of a header of version 2 right again.</summary>
    public static void Seal(Span<byte> copy)
    {
        copy.Slice(448, 64).Clear();
        SHA256.HashData(copy).CopyTo(copy[448..]);
    }
}
