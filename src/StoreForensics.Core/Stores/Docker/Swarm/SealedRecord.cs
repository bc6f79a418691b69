using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using StoreForensics.Formats.Protobuf;

namespace StoreForensics.Stores.Docker.Swarm;

/// <summary>
/// A record that swarmkit may have encrypted (api/types.proto, MaybeEncryptedRecord; manager/encryption): not at all, with XSalsa20 and Poly1305 as NaCl's
/// secretbox does, or, where FIPS was asked for, as a Fernet token.
/// </summary>
internal sealed record SealedRecord(SealedRecord.Cipher Algorithm, byte[] Data, byte[] Nonce)
{
    private const int KeyBytes = 32, NonceBytes = 24, TagBytes = 16;

    public enum Cipher
    {
        None = 0,
        Secretbox = 1,
        Fernet = 2,
    }

    /// <summary>Null for damage.</summary>
    public static SealedRecord? Parse(ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufFields(message);
        (Cipher algorithm, byte[] data, byte[] nonce) = (Cipher.None, [], []);
        while (fields.Read())
        {
            switch (fields.Number)
            {
                case 1: algorithm = (Cipher)fields.Value; break;
                case 2: data = fields.Bytes.ToArray(); break;
                case 3: nonce = fields.Bytes.ToArray(); break;
            }
        }
        return fields.IsDamaged || !Enum.IsDefined(algorithm) ? null : new SealedRecord(algorithm, data, nonce);
    }

    /// <summary>What was sealed; null where the key is another's or the record was altered.</summary>
    public byte[]? Open(ReadOnlySpan<byte> key) => Algorithm switch
    {
        Cipher.None => Data,
        Cipher.Secretbox when key.Length == KeyBytes && Nonce.Length == NonceBytes && Data.Length >= TagBytes => OpenSecretbox(key),
        Cipher.Fernet when key.Length == KeyBytes => OpenFernet(key),
        _ => null,
    };

    // The first 32 bytes of the key stream are the authenticator's key; the rest is the message's (NaCl, crypto_secretbox).
    private byte[]? OpenSecretbox(ReadOnlySpan<byte> key)
    {
        var cipher = new XSalsa20Engine();
        cipher.Init(forEncryption: false, new ParametersWithIV(new KeyParameter(key.ToArray()), Nonce));
        byte[] macKey = new byte[KeyBytes];
        cipher.ProcessBytes(macKey, 0, macKey.Length, macKey, 0);
        var mac = new Poly1305();
        mac.Init(new KeyParameter(macKey));
        mac.BlockUpdate(Data, TagBytes, Data.Length - TagBytes);
        byte[] tag = new byte[TagBytes];
        mac.DoFinal(tag, 0);
        if (!CryptographicOperations.FixedTimeEquals(tag, Data.AsSpan(0, TagBytes)))
            return null;
        byte[] message = new byte[Data.Length - TagBytes];
        cipher.ProcessBytes(Data, TagBytes, message.Length, message, 0);
        return message;
    }

    // Version 0x80, time, IV, message in AES-128-CBC, HMAC-SHA-256 of all before (github.com/fernet/spec).
    private byte[]? OpenFernet(ReadOnlySpan<byte> key)
    {
        const int Head = 1 + 8 + 16, Mac = 32;
        byte[] token;
        try
        {
            token = Convert.FromBase64String(Encoding.ASCII.GetString(Data).Replace('-', '+').Replace('_', '/'));
        }
        catch (FormatException)
        {
            return null;
        }
        if (token.Length < Head + Mac || token[0] != 0x80 || (token.Length - Head - Mac) % 16 != 0)
            return null;
        byte[] mac = HMACSHA256.HashData(key[..16], token.AsSpan(0, token.Length - Mac));
        if (!CryptographicOperations.FixedTimeEquals(mac, token.AsSpan(token.Length - Mac)))
            return null;
        using var aes = Aes.Create();
        aes.Key = key[16..].ToArray();
        try
        {
            return aes.DecryptCbc(token.AsSpan(Head, token.Length - Head - Mac), token.AsSpan(9, 16));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
