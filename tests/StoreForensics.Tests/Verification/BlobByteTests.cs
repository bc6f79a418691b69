using System.Globalization;
using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Tests.Verification;

/// <summary>Single bytes changed at random in content blobs: each blob is named, and no file that was left alone.</summary>
[TestFixture]
internal sealed class BlobByteTests
{
    private const int Wanted = 1000;
    private const int Seed = 20261201;
    private static readonly VerifiedStore s_store = VerifiedStore.Named("node");

    /// <summary>Blobs of their own, beside those of the store: one byte in each.</summary>
    [Test]
    public void A_thousand_of_a_thousand_blobs_are_named()
    {
        var random = new Random(Seed);
        var evidence = new AlteredEvidence(s_store.Source);
        string like = Paths()[0], folder = like[..(like.LastIndexOf('/') + 1)];
        EntryMetadata metadata = AlteredEvidence.MetadataOf(evidence.Tree, evidence.Node(like));
        var expected = new List<string>();
        for (int i = 0; i < Wanted; i++)
        {
            byte[] bytes = new byte[random.Next(1, 4000)];
            random.NextBytes(bytes);
            string digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            evidence.Add(folder + digest, metadata, bytes);
            expected.Add("sha256:" + digest);
        }
        Check[] found = [.. VerifiedStore.Verify(evidence.Build()).Checks.Where(c => c.IsMismatch)];
        Assert.That(found.Select(c => c.Subject), Is.EquivalentTo(expected));
        Assert.That(found.Select(c => c.Kind), Has.All.EqualTo(CheckKind.Blob));
    }

    /// <summary>The store's own, one at a time. A configuration may then list a layer that is not there; of snapshots and their files
    /// nothing is said.</summary>
    [Test]
    public void A_byte_of_a_blob_is_no_alteration_of_files()
    {
        var random = new Random(Seed);
        foreach (string path in Paths())
        {
            var evidence = new AlteredEvidence(s_store.Source);
            byte[] bytes = evidence.Read(path);
            int at = random.Next(bytes.Length);
            bytes[at] ^= (byte)(1 << random.Next(8));
            evidence.SetContent(path, bytes);
            Check[] found = [.. VerifiedStore.Verify(evidence.Build()).Checks.Where(c => c.IsMismatch)];
            string digest = "sha256:" + path[(path.LastIndexOf('/') + 1)..], what = string.Create(CultureInfo.InvariantCulture, $"{path} at {at}");
            Assert.That(found.Where(c => c.Kind == CheckKind.Blob).Select(c => c.Subject), Is.EqualTo(new[] { digest }), what);
            Assert.That(found.Where(c => c.Kind == CheckKind.File || (c.Kind == CheckKind.Layer && c.Layer!.Tar is null)), Is.Empty, what);
        }
    }

    private static string[] Paths() => [.. s_store.Inventory.Blobs.Select(b => System.Text.Encoding.Latin1.GetString(b.Entry.Source.Tree.PathOf(b.Entry.Node)
        .Bytes))];
}
