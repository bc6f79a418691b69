using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Deleted;

/// <summary>Removed containers and deleted files of a small XFS and a small btrfs, against the recipe that made them (Fixtures/recovered.sh).</summary>
[TestFixture("Xfs")]
[TestFixture("Btrfs")]
public sealed class OtherFileSystemsTests(string kind)
{
    [Test]
    public void Removed_containers_come_back_as_they_were_and_live_ones_are_not_among_them()
    {
        using var image = new RecoveredImage(kind: kind);
        Inventory inventory = image.Analyzer.Inventory;
        Assert.That(inventory.Containers.Select(c => c.Name), Is.EquivalentTo(new[] { "kept", "later" }));
        Assert.That(inventory.Recovered.Containers.Select(c => (c.Id, c.Name, c.ImageName, c.Command, c.ExitCode, c.Recovery!.Certainty)), Is.EqualTo(new[]
        {
            (RecoveredImage.Gone, "gone", "made/image:1", "sh -c echo gone", 3L, Certainty.Intact),
            (RecoveredImage.Reused, "reused", "made/image:1", "sh -c echo reused", 3L, Certainty.Intact),
        }));
        foreach (Container container in inventory.Recovered.Containers)
        {
            LogLine[] lines = [.. ContainerLog.Read(container, new ProblemLog())];
            Assert.That(lines.Select(l => Encoding.UTF8.GetString(l.Text.Span)), Is.EqualTo(new[] { $"said by {container.Name}\n" }));
            LayerFiles files = container.Layer!.Files!;
            int drop = files.Tree.Find(files.Root, "tmp/.cache/drop.sh"u8);
            int length = container.Name == "gone" ? 5000 : 7000;
            byte[] expected = [.. Encoding.ASCII.GetBytes($"#!/bin/sh\n# {container.Name}\n"), .. Enumerable.Repeat((byte)'x', length)];
            using Stream content = files.Source.Open(drop);
            Assert.That(SHA256.HashData(content), Is.EqualTo(SHA256.HashData(expected)));
            Assert.That((files.Tree[drop].Mode, files.Tree[drop].Uid), Is.EqualTo(((ushort)0x1A4, 0u)));
        }
    }

    /// <summary>reused was removed before gone.</summary>
    [Test]
    public void A_time_of_removal_is_that_of_its_own_removal_or_none()
    {
        using var image = new RecoveredImage(kind: kind);
        Timestamp?[] removed = [.. image.Analyzer.Inventory.Recovered.Containers.Select(c => c.Recovery!.Removed)];
        Timestamp later = image.Analyzer.Sources[0].Tree is var tree && tree.Find(EvidenceTree.Root, Encoding.ASCII.GetBytes($"containers/{Later}")) is var node
            ? tree.Extra(node).Born!.Value : default;
        if (removed[1] is { } reused)
            Assert.That(reused, Is.LessThan(later), "before the container was made that came after");
        if (removed[0] is { } gone)
            Assert.That(gone, Is.GreaterThan(later));
        if (kind == "Xfs")
            Assert.That(removed, Has.None.Null);
        else
            Assert.That(image.Analyzer.Inventory.Recovered.Files.Select(f => f.Recovery.Basis), Has.Some.Contains("; gone by 20"));
    }

    [Test]
    public void Of_what_something_else_got_no_byte_is_given_out()
    {
        using var image = new RecoveredImage(kind: kind);
        Dictionary<string, RecoveredFile> files = image.Analyzer.Inventory.Recovered.Files
            .Where(f => f.Entry.Path.ToString().Contains("/diff/tmp/", StringComparison.Ordinal))
            .GroupBy(f => f.Entry.Path.ToString().Split('/')[^1]).ToDictionary(g => g.Key, g => g.First());
        // On the XFS a file that filled the disk had its blocks; on the btrfs nothing had.
        Assert.That(files["lost"].Recovery.Certainty, Is.EqualTo(kind == "Xfs" ? Certainty.Name : Certainty.Intact), files["lost"].Recovery.Basis);
        if (kind == "Xfs")
        {
            Assert.That(() => files["lost"].Entry.Source.Open(files["lost"].Entry.Node), Throws.TypeOf<EvidenceFormatException>());
            return;
        }
        using Stream lost = files["lost"].Entry.Source.Open(files["lost"].Entry.Node);
        Assert.That(SHA256.HashData(lost), Is.EqualTo(SHA256.HashData([.. Enumerable.Repeat((byte)'y', 60000)])));
    }

    [Test]
    public void No_live_name_is_called_deleted_and_every_intact_file_is_as_the_recipe_wrote_it()
    {
        using var image = new RecoveredImage(kind: kind);
        EvidenceTree live = image.Analyzer.Sources[0].Tree;
        int whole = 0;
        foreach (RecoveredFile file in image.Analyzer.Inventory.Recovered.Files)
        {
            string path = file.Entry.Path.ToString();
            int node = live.Find(EvidenceTree.Root, file.Entry.Path.Bytes);
            Assert.That(node == EvidenceTree.None || file.Recovery.Basis.Contains("something else has this path now", StringComparison.Ordinal), path);
            if (file.Entry.Facts.Kind != EntryKind.File || file.Recovery.Certainty != Certainty.Intact)
                continue;
            using var reader = new StreamReader(file.Entry.Source.Open(file.Entry.Node));
            string text = reader.ReadToEnd(), name = path.Split('/')[^1];
            string begin = name switch
            {
                "config.v2.json" => "{\"ID\":\"",
                "hostconfig.json" => "{\"Privileged\":false",
                "link" => "LINK0",
                "drop.sh" => "#!/bin/sh\n# ",
                "deleted-in-kept" => "earlier\n",
                "lost" => "yyyy",
                "filler" => "zzzz",
                "mount-id" => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(path.Contains(RecoveredImage.Gone, StringComparison.Ordinal)
                    ? "mount of gone" : "mount of reused"))),
                _ => "{\"log\":\"said by ",
            };
            Assert.That(text, Does.StartWith(begin), path);
            whole++;
        }
        Assert.That(whole, Is.GreaterThanOrEqualTo(12));
    }

    [Test]
    public void Damage_costs_what_it_hits_and_never_breaks_the_search()
    {
        var random = new Random(5);
        int read = 0;
        for (int round = 0; round < 8; round++)
        {
            void Alter(byte[] bytes)
            {
                // Where something is written, save the superblocks.
                for (int i = 0; i < 150 * round;)
                {
                    int at = (256 << 10) + random.Next(bytes.Length - (256 << 10));
                    if (bytes[at] is 0 or (byte)'z')
                        continue;
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    i++;
                }
            }
            try
            {
                using var image = new RecoveredImage(Alter, kind: kind);
                Assert.That(image.Analyzer.Problems.Faults, Is.Empty);
                HashSet<string> live = [.. image.Analyzer.Inventory.Containers.Select(c => c.Id)];
                Assert.That(image.Analyzer.Inventory.Recovered.Containers.Select(c => c.Id).Where(live.Contains), Is.Empty);
                foreach (RecoveredFile file in image.Analyzer.Inventory.Recovered.Files.Where(f => f.Recovery.Certainty != Certainty.Name
                    && f.Entry.Facts.Kind == EntryKind.File))
                    _ = StoredFile.ReadHead(file.Entry.Source, file.Entry.Node, 64);
                read++;
            }
            catch (EvidenceOpenException)
            {
                // no store is left in it
            }
        }
        Assert.That(read, Is.GreaterThan(2));
    }

    /// <summary>Without its log nothing else tells of names on an XFS.</summary>
    [Test]
    public void Names_are_left_in_the_free_parts_of_directories()
    {
        if (kind != "Xfs")
            return;
        using var image = new RecoveredImage(
            bytes =>
            {
                ReadOnlySpan<byte> super = bytes;
                int block = (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(super[4..]);
                int log = (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(super[48..]);
                bytes.AsSpan(log * block, (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(super[96..]) * block).Clear();
            }, kind: kind);
        RecoveredFile[] names = [.. image.Analyzer.Inventory.Recovered.Files.Where(f => f.Entry.Path.ToString().Contains("/names/", StringComparison.Ordinal))];
        Assert.That(names.Select(f => f.Entry.Path.ToString()[^7..]), Is.EquivalentTo(new[] { "name-17", "name-18", "name-33" }), "the moved one is there");
        Assert.That(names.Select(f => (f.Recovery.Certainty, f.Recovery.Removed, f.Entry.Facts.LacksInode)),
            Is.All.EqualTo((Certainty.Name, (Timestamp?)null, true)));
    }

    private static string Later => Convert.ToHexStringLower(SHA256.HashData("later"u8));
}
