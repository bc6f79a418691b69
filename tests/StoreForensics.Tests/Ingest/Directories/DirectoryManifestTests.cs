using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Directories;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.Directories;

public sealed class DirectoryManifestTests
{
    [Test]
    public void Is_the_digest_of_the_documented_records()
    {
        ReferenceTree tree = ReferenceTreeFixture.Tree;
        using DirectorySource source = DirectorySource.Open(tree.Root, new OpenOptions { Scratch = new Scratch(), Problems = new ProblemLog() });
        var manifest = new MemoryStream();
        foreach (ReferenceEntry e in tree.Entries)
        {
            string content = e.Sha256 ?? Encoding.Latin1.GetString(e.LinkTarget.Bytes);
            string[] fields = [e.Kind.Name(), Convert.ToString(e.Mode, 8).PadLeft(4, '0'), $"{e.Uid}", $"{e.Gid}", $"{e.Size}",
                string.Create(CultureInfo.InvariantCulture, $"{e.Modified.Seconds}.{e.Modified.Nanoseconds:000000000}"), content,
                    Encoding.Latin1.GetString(e.Path.Bytes)];
            manifest.Write(Encoding.Latin1.GetBytes(string.Concat(fields.Select(f => f + "\0"))));
        }
        (string hex, long files) = DirectoryManifest.Compute(source, new ProblemLog(), null);
        Assert.Multiple(() =>
        {
            Assert.That(hex, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(manifest.ToArray()))));
            Assert.That(files, Is.EqualTo(tree.Entries.Count(e => e.Kind == EntryKind.File)));
        });
    }

    [Test]
    public void Of_one_known_tree_never_changes()
    {
        // printf 'dir\0' '0700\0' ... | sha256sum of the records written out below.
        using var tree = new TempTree();
        tree.Folder("a").File("a/b", "hello\n").File("a-b", "").Symlink("l", "a/b");
        foreach (string path in (string[])["a/b", "a-b", "l", "a", ""])
            tree.Make.Times(TempTree.Bytes(path), 0, 1500000000, 42);
        string owner = $"{TestLibC.UserId}\0{TestLibC.GroupId}\0";
        const string time = "1500000000.000000042\0";
        string manifest = $"dir\00700\0{owner}0\0{time}\0\0" + $"dir\00700\0{owner}0\0{time}\0a\0"
            + $"file\00600\0{owner}0\0{time}e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\0a-b\0"
            + $"file\00600\0{owner}6\0{time}5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03\0a/b\0"
            + $"symlink\00777\0{owner}3\0{time}a/b\0l\0";
        using DirectorySource source = tree.Open();
        Assert.That(DirectoryManifest.Compute(source, tree.Problems, null).Hex,
            Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(manifest)))));
    }

    [Test]
    public void Paths_are_in_byte_order_not_in_that_of_a_walk()
    {
        var builder = new EvidenceTreeBuilder();
        string[] paths = ["a", "a/z", "a!", "a-b", "a-b/c", "a/b/c", "a0", "a/", "b", "a/b-", "a/b"];
        foreach (string path in paths)
            builder.Add(Encoding.ASCII.GetBytes(path), new EntryMetadata
            {
                Kind = path is "a" or "a/" or "a-b" or "a/b" ? EntryKind.Directory
                : EntryKind.File
            }, out _);
        EvidenceTree tree = builder.Seal();
        string[] order = [.. PathOrder.Of(tree).Select(n => tree.PathOf(n).ToString())];
        Assert.That(order, Is.EqualTo(order.Order(StringComparer.Ordinal)));
        Assert.That(order, Has.Length.EqualTo(tree.Count).And.Unique);
    }

    [Test]
    public void Many_files_give_the_same_digest_every_time_and_each_change_another()
    {
        using var tree = new TempTree();
        for (int i = 0; i < 200; i++)
            tree.File($"f{i}", new string('x', i * 37));
        string first = Digest(tree), second = Digest(tree);
        tree.Make.Mode("f7"u8.ToArray(), 0b110_100_000);
        string mode = Digest(tree);
        tree.Make.Times("f7"u8.ToArray(), 0, 0, 1);
        string time = Digest(tree);
        Assert.Multiple(() =>
        {
            Assert.That(second, Is.EqualTo(first));
            Assert.That(new[] { first, mode, time }, Is.Unique);
        });
    }

    [Test]
    public void Progress_ends_at_the_whole()
    {
        using var tree = new TempTree();
        tree.File("f", "12345").File("g", "678");
        using DirectorySource source = tree.Open();
        (long, long?) last = default;
        DirectoryManifest.Compute(source, tree.Problems, (done, total) => last = (done, total));
        Assert.That(last, Is.EqualTo((8L, (long?)8)));
    }

    [Test]
    public void A_file_that_went_is_in_it_as_unreadable()
    {
        using var tree = new TempTree();
        tree.File("f").File("g");
        string whole = Digest(tree);
        using DirectorySource source = tree.Open();
        File.Delete(Path.Combine(tree.Root, "f"));
        (string hex, long files) = DirectoryManifest.Compute(source, tree.Problems, null);
        Assert.Multiple(() =>
        {
            Assert.That(hex, Is.Not.EqualTo(whole));
            Assert.That(files, Is.EqualTo(2));
            Assert.That(tree.Codes, Is.EqualTo(new[] { "SF-DIR-0010" }));
        });
    }

    private static string Digest(TempTree tree)
    {
        using DirectorySource source = tree.Open();
        return DirectoryManifest.Compute(source, tree.Problems, null).Hex;
    }
}
