using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using static StoreForensics.Evidence.EvidenceTreeBuilder;

namespace StoreForensics.Tests.Evidence;

public sealed class EvidenceTreeBuilderTests
{
    [TestCase("..")]
    [TestCase("../etc/passwd")]
    [TestCase("a/../b")]
    [TestCase("a/..")]
    [TestCase("new/../../b")]
    [TestCase("a\0b")]
    [TestCase("new/a\0b")]
    public void Refuses_hostile_paths_and_keeps_nothing_of_them(string path)
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("a/");
        Assert.Multiple(() =>
        {
            Assert.That(builder.Add(path), Is.EqualTo(AddResult.Refused));
            Assert.That(builder.Count, Is.EqualTo(2));
        });
    }

    [TestCase(MaxNameBytes, 1, AddResult.Added)]
    [TestCase(MaxNameBytes + 1, 1, AddResult.Refused)]
    [TestCase(1, MaxDepth, AddResult.Added)]
    [TestCase(1, MaxDepth + 1, AddResult.Refused)]
    [TestCase(4095, 257, AddResult.Refused)]
    [TestCase(255, 4096, AddResult.Added)]
    public void Bounds_names_depth_and_length(int name, int depth, AddResult expected)
    {
        var builder = new EvidenceTreeBuilder();
        string path = string.Join('/', Enumerable.Repeat(new string('n', name), depth));
        Assert.That(builder.Add(path), Is.EqualTo(expected));
        Assert.That(builder.Count, Is.EqualTo(expected == AddResult.Added ? depth + 1 : 1));
    }

    [TestCase("/a/b")]
    [TestCase("./a/b")]
    [TestCase("a/./b")]
    [TestCase("a//b")]
    [TestCase("//a/.//b/./")]
    [TestCase("a/b/.")]
    public void Cleans_paths(string path)
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add(path);
        EvidenceTree tree = builder.Seal();
        Assert.That(tree.Describe().Select(l => l.Split(' ')[0]), Is.EqualTo(new[] { "", "a", "a/b" }));
    }

    [TestCase("")]
    [TestCase("/")]
    [TestCase(".")]
    [TestCase("./")]
    [TestCase("/./.")]
    public void The_root_may_have_an_entry_of_its_own(string path)
    {
        var builder = new EvidenceTreeBuilder();
        AddResult result = builder.Add(TreeText.Bytes(path), TreeText.Metadata(EntryKind.Directory, 7), out int node);
        Assert.That((result, node, builder[0].Size, builder.Count), Is.EqualTo((AddResult.Added, EvidenceTree.Root, 7L, 1)));
    }

    [Test]
    public void The_root_stays_a_directory()
    {
        var builder = new EvidenceTreeBuilder();
        Assert.That(builder.Add("./"u8, TreeText.Metadata(EntryKind.File), out _), Is.EqualTo(AddResult.Refused));
        Assert.That(builder.Add("a"), Is.EqualTo(AddResult.Added));
        Assert.That(builder.Link(EvidenceTree.Root, builder.Find("a"u8)), Is.False);
    }

    [Test]
    public void Parents_without_an_entry_are_implied_until_theirs_comes()
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("a/b/c");
        Assert.That(builder[builder.Find("a/b"u8)].Kind, Is.EqualTo(EntryKind.Implied));
        Assert.That(builder.Add("a/b/", 5), Is.EqualTo(AddResult.Added));
        EvidenceTree tree = builder.Seal();
        Assert.Multiple(() =>
        {
            Assert.That(tree[tree.Find("a/b")].Kind, Is.EqualTo(EntryKind.Directory));
            Assert.That(tree[tree.Find("a/b")].Size, Is.EqualTo(5));
            Assert.That(tree.Find("a/b/c"), Is.Not.EqualTo(EvidenceTree.None));
        });
    }

    [Test]
    public void Of_two_entries_the_later_wins()
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("a", 1);
        Assert.That(builder.Add("a", 2), Is.EqualTo(AddResult.Replaced));
        builder.Add("d/");
        Assert.That(builder.Add("d", 3), Is.EqualTo(AddResult.Replaced), "an empty directory may become a file");
        EvidenceTree tree = builder.Seal();
        Assert.That((tree[tree.Find("a")].Size, tree[tree.Find("d")].Kind, tree.Count), Is.EqualTo((2L, EntryKind.File, 3)));
    }

    [Test]
    public void Nothing_takes_the_place_of_a_directory_with_entries()
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("d/e", 1);
        builder.Add("f", 2);
        Assert.Multiple(() =>
        {
            Assert.That(builder.Add("d"), Is.EqualTo(AddResult.Refused));
            Assert.That(builder.Link(builder.Find("d"u8), builder.Find("f"u8)), Is.False);
            Assert.That(builder.Find("d/e"u8), Is.Not.EqualTo(EvidenceTree.None));
        });
    }

    [TestCase(EntryKind.File)]
    [TestCase(EntryKind.Symlink)]
    [TestCase(EntryKind.Fifo)]
    public void Nothing_lies_below_what_is_no_directory(EntryKind kind)
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("f"u8, TreeText.Metadata(kind), out int node);
        Assert.Multiple(() =>
        {
            Assert.That(builder.Add("f/g"), Is.EqualTo(AddResult.Refused));
            Assert.That(builder.AddChild(node, "g"u8, TreeText.Metadata(EntryKind.File), out _), Is.EqualTo(AddResult.Refused));
            Assert.That(builder.Count, Is.EqualTo(2));
        });
    }

    [Test]
    public void A_directory_remembered_from_the_last_path_may_have_become_a_file()
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("d/");
        builder.Add("d/e/"); // remembers d
        builder.Add("x");
        builder.Add("d/e/f"); // remembers d/e
        Assert.That(builder.Add("d/e/g"), Is.EqualTo(AddResult.Added));
        var other = new EvidenceTreeBuilder();
        other.Add("d/");
        Assert.That(other.Add("d/../x"), Is.EqualTo(AddResult.Refused));
        other.Add("d");
        Assert.That(other.Add("d/e"), Is.EqualTo(AddResult.Refused));
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a/b")]
    [TestCase("a\0")]
    public void A_child_needs_a_plain_name(string name)
    {
        var builder = new EvidenceTreeBuilder();
        Assert.That(builder.AddChild(EvidenceTree.Root, TreeText.Bytes(name), TreeText.Metadata(EntryKind.File), out _), Is.EqualTo(AddResult.Refused));
    }

    [Test]
    public void Finds_what_was_added()
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("a/b");
        Assert.Multiple(() =>
        {
            Assert.That(builder.Find("/a/./b"u8), Is.EqualTo(2));
            Assert.That(builder.Find("a/c"u8), Is.EqualTo(EvidenceTree.None));
            Assert.That(builder.Find("a/b/c"u8), Is.EqualTo(EvidenceTree.None));
            Assert.That(builder.Find(""u8), Is.EqualTo(EvidenceTree.Root));
        });
    }

    /// <summary>Names that differ in the topmost bits of neighbouring words: whatever a
    /// hash of multiplications is seeded with, they all fall together.</summary>
    [Test]
    [CancelAfter(20_000)]
    public void Names_crafted_to_collide_cost_no_more_than_others(CancellationToken cancelled)
    {
        var builder = new EvidenceTreeBuilder();
        byte[] name = new byte[17 * 16];
        for (int i = 0; i < 100_000 && !cancelled.IsCancellationRequested; i++)
        {
            for (int bit = 0; bit < 17; bit++)
            {
                byte high = (i >> bit & 1) != 0 ? (byte)0x80 : (byte)0;
                Span<byte> pair = name.AsSpan(bit * 16, 16);
                pair.Fill(0x41);
                pair[7] ^= high;
                pair[15] ^= high;
                pair[11] ^= high;
            }
            builder.AddChild(EvidenceTree.Root, name, TreeText.Metadata(EntryKind.File), out _);
        }
        Assert.That(builder.Count, Is.EqualTo(100_001));
    }

    [FsCheck.NUnit.Property(Replay = "43,47")]
    public bool The_order_of_insertion_does_not_matter(byte[] seeds, int shuffle)
    {
        string[] paths = [.. seeds.Select(Path).Distinct()];
        string[] other = [.. paths];
        new Random(shuffle).Shuffle(other);
        return Tree(paths).SequenceEqual(Tree(other));

        // Directories are named with capitals, files without, so that no path is both.
        static string Path(byte s) =>
            string.Join('/', ((string[])["A", "B", "A-", "A!"]).AsSpan(0, s >> 6).ToArray().Append("abc"[(s & 3) % 3] + new string('x', s >> 2 & 3)));

        static string[] Tree(string[] paths)
        {
            var builder = new EvidenceTreeBuilder();
            foreach (string path in paths)
                builder.Add(path, path.Length);
            return builder.Seal().Describe();
        }
    }

    [FsCheck.NUnit.Property(Replay = "53,59")]
    public bool Any_bytes_are_taken_or_refused_and_found_again(byte[][] paths)
    {
        var builder = new EvidenceTreeBuilder();
        foreach (byte[] path in paths)
            builder.Add(path, TreeText.Metadata(EntryKind.Directory), out _);
        EvidenceTree tree = builder.Seal();
        return Enumerable.Range(0, tree.Count).All(n => tree.Find(0, tree.PathOf(n).Bytes) == n);
    }

    [Test]
    public void Names_are_bytes()
    {
        var builder = new EvidenceTreeBuilder();
        foreach (byte[] name in (byte[][])[[0xff], [0xc3, 0xa9], Encoding.UTF8.GetBytes("e\u0301"), [1], [(byte)'\\']])
            Assert.That(builder.Add(name, TreeText.Metadata(EntryKind.File), out _), Is.EqualTo(AddResult.Added));
        EvidenceTree tree = builder.Seal();
        Assert.That(tree.Children(0).ToArray().Select(n => new EvidencePath(tree.Name(n))), Is.Ordered);
    }
}
