using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Verification;

/// <summary>What an intruder does to a layer is found and named, and nothing else is.</summary>
[TestFixture]
internal sealed class TamperTests
{
    private static readonly string[] s_stores = ["sample", "node", "shop/shop.tar.gz", "attic/attic.tar.xz", "elder/elder.tar.xz"];

    [TestCaseSource(nameof(s_stores))]
    public void Nothing_is_found_in_an_untouched_store(string name)
    {
        VerifiedStore store = VerifiedStore.Named(name);
        VerificationResult result = VerifiedStore.Verify(store.Source);
        Assert.Multiple(() =>
        {
            Assert.That(result.Checks.Where(c => c.IsMismatch).Select(Line), Is.Empty);
            Assert.That(result.Count(CheckKind.Layer, CheckStatus.Ok), Is.EqualTo(store.Recorded.Count()).And.GreaterThan(0));
            Assert.That(result.Checks.Where(c => c.Kind is CheckKind.Layer && c.Status == CheckStatus.Unverifiable).Select(c => c.Detail), Has.None.Null);
        });
    }

    [Test]
    public void Each_alteration_of_each_layer_is_named([ValueSource(nameof(s_stores))] string name, [Values] Alteration alteration)
    {
        VerifiedStore store = VerifiedStore.Named(name);
        int altered = 0;
        foreach (Layer layer in store.Recorded)
        {
            string[] files = [.. VerifiedStore.Files(layer)];
            if (files.Length < (alteration == Alteration.Swapped ? 2 : 1))
                continue;
            altered++;
            var evidence = new AlteredEvidence(store.Source);
            List<(string Path, string Status, string Words)> expected = Tamper(evidence, files, alteration);
            VerificationResult result = VerifiedStore.Verify(evidence.Build());
            int root = layer.Files!.Tree.PathOf(layer.Files.Root).Length;
            Assert.Multiple(() =>
            {
                Check[] found = [.. result.Checks.Where(c => c.Kind == CheckKind.File)];
                Assert.That(found.Select(c => $"{c.Layer!.Id}{Latin1(c.Path)} {c.Status.Word()}"),
                    Is.EquivalentTo(expected.Select(e => $"{layer.Id}{e.Path[root..]} {e.Status}")), layer.Id);
                foreach ((string path, _, string words) in expected)
                    Assert.That(found.FirstOrDefault(c => Latin1(c.Path) == path[root..])?.Detail ?? "", Does.Contain(words), path);
                Assert.That(result.Checks.Where(c => c.Kind == CheckKind.Layer && c.IsMismatch).Select(c => c.Subject), Is.EqualTo(new[] { layer.Id }));
            });
            if (altered == 4)
                break;
        }
        Assert.That(altered, Is.GreaterThan(name.StartsWith("elder", StringComparison.Ordinal) ? 0 : 2),
            "layers that were altered; most files of elder's layers are links to those below");
    }

    public enum Alteration
    {
        Byte,
        Mode,
        Owner,
        Attribute,
        Time,
        Fraction,
        Removed,
        Planted,
        LinkInItsPlace,
        Swapped,
    }

    private static List<(string Path, string Status, string Words)> Tamper(AlteredEvidence evidence, string[] files, Alteration alteration)
    {
        string file = files[0];
        switch (alteration)
        {
            case Alteration.Byte:
                byte[] bytes = evidence.Read(file);
                bytes[bytes.Length / 2] ^= 1;
                evidence.SetContent(file, bytes);
                return [(file, "altered", "content CRC-64")];
            case Alteration.Mode:
                evidence.Change(file, m => m with { Mode = (ushort)(m.Mode ^ 0x800) });
                return [(file, "altered", "mode ")];
            case Alteration.Owner:
                evidence.Change(file, m => m with { Uid = m.Uid + 1000 });
                return [(file, "altered", "owner ")];
            case Alteration.Attribute:
                evidence.Change(file, m =>
                    m with
                    {
                        Xattrs = [.. m.Xattrs ?? [],
                    new ExtendedAttribute("security.capability", [1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])]
                    });
                return [(file, "altered", "security.capability none → ")];
            case Alteration.Time:
                evidence.Change(file, m => m with { Modified = new Timestamp(m.Modified!.Value.Seconds + 1, m.Modified.Value.Nanoseconds) });
                return [(file, "altered", "modified ")];
            case Alteration.Fraction:
                evidence.Change(file, m => m with { Modified = new Timestamp(m.Modified!.Value.Seconds - 1, 123_456_789) });
                return [(file, "altered", "modified ")];
            case Alteration.Removed:
                evidence.Remove(file);
                return [(file, "missing", "gone")];
            case Alteration.Planted:
                evidence.Add(file + ".so", AlteredEvidence.MetadataOf(evidence.Tree, evidence.Node(file)), "planted"u8.ToArray());
                return [(file + ".so", "planted", "not in the layer")];
            case Alteration.LinkInItsPlace:
                evidence.Change(file, m => m with { Kind = EntryKind.Symlink, LinkTarget = "/etc/shadow"u8.ToArray(), Size = 11 });
                return [(file, "altered", "kind file → symlink")];
            default:
                string other = files.Skip(1).FirstOrDefault(f => !evidence.Read(f).AsSpan().SequenceEqual(evidence.Read(file))) ?? files[1];
                Swap(evidence, file, other);
                return [(file, "altered", ""), (other, "altered", "")];
        }
    }

    private static void Swap(AlteredEvidence evidence, string a, string b)
    {
        EntryMetadata first = AlteredEvidence.MetadataOf(evidence.Tree, evidence.Node(a)), second = AlteredEvidence.MetadataOf(evidence.Tree, evidence.Node(b));
        evidence.Change(a, _ => second);
        evidence.Change(b, _ => first);
        evidence.SetContent(a, evidence.Read(b));
        evidence.SetContent(b, evidence.Read(a));
    }

    private static string Latin1(EvidencePath? path) => System.Text.Encoding.Latin1.GetString(path!.Value.Bytes);

    private static string Line(Check check) => $"{check.Status.Word()} {check.Kind.Word()} {check.Subject} {check.Path} {check.Detail}";
}
