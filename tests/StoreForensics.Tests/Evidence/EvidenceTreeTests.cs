using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Evidence;

public sealed class EvidenceTreeTests
{
    private static readonly EvidenceTree s_tree = TreeText.Build("a/b/c", "a/b/d/", "a-b", "z", "a/B", "a/b\xff", "a/\x01");

    [Test]
    public void Finds_by_path_and_spells_paths()
    {
        Assert.Multiple(() =>
        {
            foreach (string path in (string[])["", "a", "a/b", "a/b/c", "a/b/d", "a-b", "z", "a/b\xff"])
                Assert.That(s_tree.PathOf(s_tree.Find(path)), Is.EqualTo(new EvidencePath(TreeText.Bytes(path))));
            Assert.That(s_tree.Find("/a//./b/c/"), Is.EqualTo(s_tree.Find("a/b/c")));
            Assert.That(s_tree.PathOf(s_tree.Find("a/b/c"), s_tree.Find("a")), Is.EqualTo((EvidencePath)"b/c"));
            Assert.That(s_tree.PathOf(s_tree.Find("a"), s_tree.Find("a")).IsEmpty, Is.True);
        });
    }

    [TestCase("nothing")]
    [TestCase("a/b/c/d")]
    [TestCase("a/..")]
    [TestCase("..")]
    [TestCase("a/b/")]
    [TestCase("a/b/cc")]
    [TestCase("A")]
    public void What_is_not_there_is_none(string path) =>
        Assert.That(s_tree.Find(path), path == "a/b/" ? Is.EqualTo(s_tree.Find("a/b")) : Is.EqualTo(EvidenceTree.None));

    [Test]
    public void Children_are_in_byte_order()
    {
        string[] names = [.. s_tree.Children(s_tree.Find("a")).ToArray().Select(n => new EvidencePath(s_tree.Name(n)).ToString())];
        Assert.That(names, Is.EqualTo(new[] { "\\x01", "B", "b", "b\\xff" }));
        Assert.That(s_tree.Children(s_tree.Find("z")).Length, Is.Zero);
    }

    [Test]
    public void Knows_what_lies_within()
    {
        int a = s_tree.Find("a");
        Assert.Multiple(() =>
        {
            Assert.That(s_tree.IsWithin(s_tree.Find("a/b/c"), a), Is.True);
            Assert.That(s_tree.IsWithin(a, a), Is.True);
            Assert.That(s_tree.IsWithin(a, EvidenceTree.Root), Is.True);
            Assert.That(s_tree.IsWithin(s_tree.Find("a-b"), a), Is.False);
            Assert.That(s_tree.IsWithin(EvidenceTree.Root, a), Is.False);
        });
    }

    [Test]
    public void Writes_a_path_into_exactly_its_length()
    {
        int node = s_tree.Find("a/b/c");
        byte[] target = new byte[s_tree.PathLength(node, EvidenceTree.Root)];
        s_tree.WritePath(node, EvidenceTree.Root, target);
        Assert.That(target, Is.EqualTo("a/b/c"u8.ToArray()));
    }

    [Test]
    public void Rare_facts_are_kept_and_else_unknown()
    {
        var builder = new EvidenceTreeBuilder();
        var time = new Timestamp(-5, 7);
        var metadata = new EntryMetadata
        {
            Kind = EntryKind.CharDevice,
            Mode = 0xfff,
            Uid = 4_000_000_000,
            Gid = 7,
            Modified = time,
            HasFraction = true,
            Accessed = new Timestamp(1, 1),
            Changed = new Timestamp(2, 2),
            Born = new Timestamp(3, 3),
            DeviceMajor = 8,
            DeviceMinor = 17,
            Inode = ulong.MaxValue,
            Links = 3,
            DataOffset = 99,
            Xattrs = [new ExtendedAttribute("user.a", [1]), new ExtendedAttribute("user.b", [])],
        };
        builder.Add("device"u8, metadata, out _);
        builder.Add("plain"u8, new EntryMetadata { Kind = EntryKind.File, DataOffset = -1 }, out _);
        EvidenceTree tree = builder.Seal();
        int device = tree.Find("device"), plain = tree.Find("plain");
        NodeExtra extra = tree.Extra(device);
        Assert.Multiple(() =>
        {
            Assert.That((tree[device].Mode, tree[device].Uid, tree[device].Gid, tree[device].Modified, tree[device].HasFraction, tree[device].DataOffset),
                Is.EqualTo(((ushort)0xfff, 4_000_000_000u, 7u, (Timestamp?)time, true, 99L)));
            Assert.That((extra.Accessed?.Seconds, extra.Changed?.Seconds, extra.Born?.Seconds), Is.EqualTo((1L, 2L, 3L)));
            Assert.That((extra.DeviceMajor, extra.DeviceMinor, extra.Inode, extra.Links), Is.EqualTo((8u, 17u, ulong.MaxValue, 3u)));
            Assert.That(tree.Xattr(device, "user.b"), Is.Empty);
            Assert.That(tree.Xattr(device, "user.c"), Is.Null);
            Assert.That(tree.Xattr(plain, "user.a"), Is.Null);
            Assert.That(tree.Extra(plain), Is.SameAs(NodeExtra.Empty));
            Assert.That(tree[plain].Modified, Is.Null);
            Assert.That(tree[plain].HasFraction, Is.False);
        });
    }

    [Test]
    public void Kinds_have_the_words_of_the_contract() =>
        Assert.That(Enum.GetValues<EntryKind>().Select(k => k.Name()),
            Is.EqualTo(new[] { "dir", "file", "dir", "symlink", "char", "block", "fifo", "socket" }));

    [Test]
    public void An_empty_tree_is_a_root()
    {
        EvidenceTree tree = TreeText.Build();
        Assert.That((tree.Count, tree[EvidenceTree.Root].Kind, tree.Find("")), Is.EqualTo((1, EntryKind.Implied, EvidenceTree.Root)));
    }

    [Test]
    public void A_hundred_thousand_names_are_quick([Values] bool reversed)
    {
        var builder = new EvidenceTreeBuilder();
        for (int i = 0; i < 100_000; i++)
            builder.Add($"d{i % 7}/some-name-{(reversed ? 100_000 - i : i):D6}", i);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        EvidenceTree tree = builder.Seal();
        Assert.That(tree.Count, Is.EqualTo(100_008));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }
}
