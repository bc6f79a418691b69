using StoreForensics.Model;

namespace StoreForensics.Tests.Verification;

/// <summary>Single bytes changed at random in the files of layers that have a record: each is found and named.</summary>
[TestFixture]
internal sealed class ByteChangeTests
{
    private const int Wanted = 1000;
    private const int Seed = 20261127;

    [TestCase("sample")]
    [TestCase("shop/shop.tar.gz")]
    [TestCase("attic/attic.tar.xz")]
    public void A_thousand_of_a_thousand_are_found(string name)
    {
        VerifiedStore store = VerifiedStore.Named(name);
        var random = new Random(Seed);
        (Layer Layer, string Path)[] files = [.. store.Recorded.SelectMany(l => VerifiedStore.Files(l).Select(f => (l, f)))];
        int changed = 0, found = 0;
        while (changed < Wanted)
        {
            // Every file but a third each round, one byte in each.
            var evidence = new AlteredEvidence(store.Source);
            var expected = new List<string>();
            foreach ((Layer layer, string path) in files)
            {
                if (random.Next(3) == 0 || changed == Wanted)
                    continue;
                byte[] bytes = evidence.Read(path);
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                evidence.SetContent(path, bytes);
                expected.Add(layer.Id + path[layer.Files!.Tree.PathOf(layer.Files.Root).Length..]);
                changed++;
            }
            Check[] checks = [.. VerifiedStore.Verify(evidence.Build()).Checks.Where(c => c.Kind == CheckKind.File)];
            found += checks.Count(c => c.Detail!.Contains("content", StringComparison.Ordinal));
            Assert.That(checks.Select(c => c.Layer!.Id + System.Text.Encoding.Latin1.GetString(c.Path!.Value.Bytes)), Is.EquivalentTo(expected));
        }
        Assert.That(found, Is.EqualTo(Wanted));
    }
}
