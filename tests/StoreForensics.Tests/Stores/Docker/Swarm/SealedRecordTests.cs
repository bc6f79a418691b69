using System.Text;
using StoreForensics.Stores.Docker.Swarm;

namespace StoreForensics.Tests.Stores.Docker.Swarm;

/// <summary>Decryption of records against the published vectors of both schemes.</summary>
public sealed class SealedRecordTests
{
    // NaCl, tests/secretbox.c.
    private const string Key = "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389";
    private const string Nonce = "69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37";

    private const string Plain = "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
        + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705";

    private const string Boxed = "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c972"
        + "71d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14"
        + "a6599b1f654cb45a74e355a5";

    // github.com/fernet/spec, generate.json.
    private const string Token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
    private const string FernetKey = "cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4=";

    [Test]
    public void A_secretbox_opens()
    {
        SealedRecord? record = Parse(1, Convert.FromHexString(Boxed), Convert.FromHexString(Nonce));
        Assert.That(record?.Open(Convert.FromHexString(Key)), Is.EqualTo(Convert.FromHexString(Plain)));
    }

    [Test]
    public void A_fernet_token_opens()
    {
        SealedRecord? record = Parse(2, Encoding.ASCII.GetBytes(Token), []);
        Assert.That(record?.Open(Convert.FromBase64String(FernetKey)), Is.EqualTo("hello"u8.ToArray()));
    }

    [Test]
    public void What_was_altered_or_is_another_s_does_not_open([Values(1, 2)] int algorithm)
    {
        (byte[] data, byte[] nonce, byte[] key) = algorithm == 1
            ? (Convert.FromHexString(Boxed), Convert.FromHexString(Nonce), Convert.FromHexString(Key))
            : (Encoding.ASCII.GetBytes(Token), [], Convert.FromBase64String(FernetKey));
        byte[] other = [.. key];
        other[0] ^= 1;
        Assert.That(Parse(algorithm, data, nonce)?.Open(other), Is.Null);
        Assert.That(Parse(algorithm, data, nonce)?.Open(key.AsSpan(0, 31)), Is.Null);
        Assert.That(Parse(algorithm, data[..^4], nonce)?.Open(key), Is.Null);
        Assert.That(Parse(algorithm, [], nonce)?.Open(key), Is.Null);
        data[20] ^= 1;
        Assert.That(Parse(algorithm, data, nonce)?.Open(key), Is.Null);
    }

    [Test]
    public void What_is_no_record_is_none()
    {
        Assert.That(SealedRecord.Parse([0x12, 0x50, 1]), Is.Null);
        Assert.That(SealedRecord.Parse([0x08, 9]), Is.Null);
        Assert.That(SealedRecord.Parse([0x12, 1, 7])?.Open([]), Is.EqualTo(new byte[] { 7 }));
    }

    private static SealedRecord? Parse(int algorithm, byte[] data, byte[] nonce) =>
        SealedRecord.Parse(new MessageWriter().Number(1, (ulong)algorithm).Bytes(2, data).Bytes(3, nonce).ToArray());
}
