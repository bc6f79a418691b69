using StoreForensics.Model;

namespace StoreForensics.Tests.Verification;

/// <summary>Single bytes changed at random in the files of layers that have a record: each is found and named.</summary>
[TestFixture]
internal sealed class ByteChangeTests
{
    private const int Seed = 20261127;

    /// <summary>Of the node with containerd fewer, because its blobs have a test of their own.</summary>
    [TestCase("sample", 1000)]
    [TestCase("node", 300)]
    [TestCase("shop/shop.tar.gz", 1000)]
    [TestCase("attic/attic.tar.xz", 1000)]
    public void All_of_a_thousand_are_found(string name, int wanted)
    {
        VerifiedStore store = VerifiedStore.Named(name);
        var random = new Random(Seed);
        (Layer Layer, string Path)[] files = [.. store.Recorded.SelectMany(l => VerifiedStore.Files(l).Select(f => (l, f)))];
        int changed = 0, found = 0;
        while (changed < wanted)
        {
            // Every file but a third each round, one byte in each.
            var evidence = new AlteredEvidence(store.Source);
            var expected = new List<string>();
            foreach ((Layer layer, string path) in files)
            {
                if (random.Next(3) == 0 || changed == wanted)
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
        Assert.That(found, Is.EqualTo(wanted));
    }
}
