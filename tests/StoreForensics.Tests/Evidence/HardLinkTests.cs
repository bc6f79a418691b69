using StoreForensics.Evidence;

namespace StoreForensics.Tests.Evidence;

public sealed class HardLinkTests
{
    [Test]
    public void Each_name_is_the_file()
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("b/original", 42);
        Assert.That(builder.AddLink("a/link", "b/original"), Is.True);
        EvidenceTree tree = builder.Seal();
        int link = tree.Find("a/link"), original = tree.Find("b/original");
        Assert.Multiple(() =>
        {
            Assert.That((tree[link].Size, tree[link].DataOffset), Is.EqualTo((42L, 42L)));
            Assert.That((tree.FirstLink(link), tree.FirstLink(original)), Is.EqualTo((link, link)));
            Assert.That((tree.Extra(link).Links, tree.Extra(original).Links), Is.EqualTo((2u, 2u)));
            Assert.That(tree.PathOf(link).ToString(), Is.EqualTo("a/link"));
        });
    }

    [Test]
    public void A_file_of_one_name_is_its_own_first()
    {
        EvidenceTree tree = TreeText.Build("a");
        Assert.That((tree.FirstLink(1), tree.Extra(1).Links), Is.EqualTo((1, 0u)));
    }

    [TestCase("a-b", "a/b", "a-b")] // a hyphen comes before a slash
    [TestCase("a/b", "a0", "a/b")]
    [TestCase("x/y/z", "x/y!", "x/y!")]
    [TestCase("x/y", "x/y1/z", "x/y")]
    [TestCase("d/e/f/g", "d/e-f", "d/e-f")]
    [TestCase("zz", "z/z/z/z", "z/z/z/z")]
    [TestCase("b", "a", "a")]
    public void The_first_name_is_that_in_byte_order_of_whole_paths(string one, string two, string first)
    {
        foreach ((string target, string link) in ((string, string)[])[(one, two), (two, one)])
        {
            var builder = new EvidenceTreeBuilder();
            builder.Add(target, 1);
            builder.AddLink(link, target);
            EvidenceTree tree = builder.Seal();
            Assert.That(tree.PathOf(tree.FirstLink(tree.Find(one))).ToString(), Is.EqualTo(first));
        }
    }

    [Test]
    public void A_later_entry_of_the_targets_name_is_another_file()
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("a", 1);
        builder.AddLink("b", "a");
        builder.AddLink("c", "a");
        builder.Add("a", 2); // as an extraction would: the old file lives on under its other names
        builder.AddLink("d", "a");
        EvidenceTree tree = builder.Seal();
        Assert.That(tree.Describe(), Is.EqualTo(new[]
        {
            " Implied 0  -1 links=0 first=",
            "a File 2 1970-01-01T00:00:02.000000000Z 2 links=2 first=a",
            "b File 1 1970-01-01T00:00:01.000000000Z 1 links=2 first=b",
            "c File 1 1970-01-01T00:00:01.000000000Z 1 links=2 first=b",
            "d File 2 1970-01-01T00:00:02.000000000Z 2 links=2 first=a",
        }));
    }

    [Test]
    public void Links_to_links_are_one_group()
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("m", 1);
        builder.AddLink("z", "m");
        builder.AddLink("c", "z");
        builder.AddLink("y", "c");
        EvidenceTree tree = builder.Seal();
        Assert.That(((string[])["m", "z", "c", "y"]).Select(n => tree.PathOf(tree.FirstLink(tree.Find(n))).ToString()), Is.All.EqualTo("c"));
        Assert.That(tree.Extra(tree.Find("y")).Links, Is.EqualTo(4));
    }

    [Test]
    public void A_recorded_count_stands()
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("a"u8, new EntryMetadata { Kind = EntryKind.File, Links = 5, Inode = 3 }, out _);
        builder.AddLink("b", "a");
        EvidenceTree tree = builder.Seal();
        Assert.That((tree.Extra(tree.Find("a")).Links, tree.Extra(tree.Find("b")).Links), Is.EqualTo((5u, 5u)));
    }

    [Test]
    public void Directories_and_the_name_itself_are_no_targets()
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("d/");
        builder.Add("i/f");
        builder.Add("x");
        int file = builder.Find("x"u8);
        Assert.Multiple(() =>
        {
            Assert.That(builder.Link(file, builder.Find("d"u8)), Is.False);
            Assert.That(builder.Link(file, builder.Find("i"u8)), Is.False);
            Assert.That(builder.Link(file, file), Is.False);
        });
    }

    [FsCheck.NUnit.Property(Replay = "61,67")]
    public bool Groups_do_not_depend_on_the_order_of_names(byte[] seeds, int shuffle)
    {
        // Names of three files; which name comes first in the wrapping, and so is the target, is chance.
        (string Path, int File)[] names = [.. seeds.Distinct().Select(s => ($"{"ab"[s & 1]}{(s % 5 == 0 ? "-" : "/")}{s}", s % 3))];
        (string Path, int File)[] other = [.. names];
        new Random(shuffle).Shuffle(other);
        string[] expected = Tree(names);
        return expected.SequenceEqual(Tree(other)) && names.All(n => expected.Any(l => l.StartsWith(n.Path + " ", StringComparison.Ordinal)
            && l.EndsWith(" first=" + names.Where(m => m.File == n.File).Min(m => new StoreForensics.Primitives.EvidencePath(TreeText.Bytes(m.Path))),
                StringComparison.Ordinal)));

        static string[] Tree((string Path, int File)[] names)
        {
            var builder = new EvidenceTreeBuilder();
            var targets = new Dictionary<int, string>();
            foreach ((string path, int file) in names)
            {
                if (targets.TryAdd(file, path))
                    builder.Add(path, file);
                else
                    builder.AddLink(path, targets[file]);
            }
            return builder.Seal().Describe();
        }
    }
}
