using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Verification;
using StoreForensics.Views;

namespace StoreForensics.Tests.Views;

/// <summary>A view as an evidence: the same names, facts and bytes as the listing, which agrees with docker export.</summary>
[TestFixture]
internal sealed class ViewSourceTests
{
    [Test]
    public void Every_container_and_image_of_the_sample_is_an_evidence_of_its_own()
    {
        Inventory inventory = VerifiedStore.Named("sample").Inventory;
        Layer[] tops = [.. inventory.Containers.Select(c => c.Layer).Concat(inventory.Images.Select(i => i.Layers.LastOrDefault())).OfType<Layer>().Distinct()];
        int files = 0;
        Assert.That(tops, Has.Length.GreaterThan(20));
        foreach (Layer top in tops)
        {
            ViewDirectory root = ViewDirectory.RootOf(top)!;
            using var source = new ViewSource(top.Id, root);
            string[] listed = [.. ViewListing.Of(root, default, recursive: true).Select(l =>
                Line(new EvidencePath(l.Path.Span[1..]), l.Entry.Tree, l.Entry.Node))];
            string[] built = [.. Enumerable.Range(1, source.Tree.Count - 1).Select(n => Line(source.Tree.PathOf(n), source.Tree, n))];
            Assert.That(built.Order(StringComparer.Ordinal), Is.EqualTo(listed.Order(StringComparer.Ordinal)), top.Id);
            for (int node = 1; node < source.Tree.Count; node++)
            {
                if (source.EntryOf(node) is not { } entry)
                    continue;
                files++;
                Assert.That(Hash(source, node), Is.EqualTo(Hash(entry.Layer.Files!.Source, entry.Node)));
            }
        }
        Assert.That(files, Is.GreaterThan(100));
    }

    [Test]
    public void A_directory_has_no_bytes()
    {
        using var source = new ViewSource("x", ViewDirectory.RootOf(new TestLayer("a").Directory("d").Over(null))!);
        Assert.That(Assert.Throws<EvidenceFormatException>(() => source.Open(source.Tree.Find(0, "d"u8)))!.Code, Is.EqualTo("SF-VIEW-0004"));
    }

    [Test]
    public void Names_of_one_file_stay_one_file()
    {
        Layer layer = VerifiedStore.Named("sample").Recorded.First(l =>
            Enumerable.Range(0, l.Files!.Tree.Count).Any(n => l.Files.Tree.IsWithin(n, l.Files.Root) && l.Files.Tree.FirstLink(n) != n));
        using var source = new ViewSource("x", ViewDirectory.RootOf(layer)!);
        int[] links = [.. Enumerable.Range(1, source.Tree.Count - 1).Where(n => source.Tree.FirstLink(n) != n)];
        Assert.That(links, Is.Not.Empty);
        Assert.That(() => source.Open(EvidenceTree.Root), Throws.TypeOf<EvidenceFormatException>());
    }

    private static string Line(EvidencePath path, EvidenceTree tree, int node)
    {
        ref readonly EvidenceNode n = ref tree[node];
        return $"{path} {n.Kind} {n.Mode} {n.Uid}:{n.Gid} {n.Size} {n.Modified} {new EvidencePath(tree.LinkTarget(node))}";
    }

    private static string Hash(IEvidenceSource source, int node)
    {
        using Stream stream = source.Open(node);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
