using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Carving;

namespace StoreForensics.Tests.Ingest.Deleted;

/// <summary>What is found in unused space by what it is, on the committed image without its journal.</summary>
public sealed class CarvedTests
{
    private static void WithoutJournal(byte[] image)
    {
        // What the superblock says: no journal, so no name of anything that was deleted.
        int journal = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xC0, 0x3B, 0x39, 0x98, 0, 0, 0, 4]);
        image.AsSpan(journal, 1024).Clear();
        // The recipe's containers are made after their directory.
        Replace(image, "\"Created\":\"2026-03"u8, "\"Created\":\"2027-03"u8);
    }

    private static void Replace(Span<byte> image, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        for (int at = image.IndexOf(from); at >= 0; at = image.IndexOf(from))
            to.CopyTo(image[at..]);
    }

    [Test]
    public void A_container_that_is_older_than_the_store_is_joined_to_nothing()
    {
        using var image = new RecoveredImage(bytes =>
        {
            WithoutJournal(bytes);
            Replace(bytes, "\"Created\":\"2027-03"u8, "\"Created\":\"2026-03"u8);
        });
        Assert.That(image.Analyzer.Inventory.Recovered.Containers, Is.Empty);
        Assert.That(image.Analyzer.Inventory.Recovered.Files.Select(f => f.Entry.Path.ToString()), Has.Some.EndsWith("config.v2.json"));
    }

    [Test]
    public void Removed_containers_come_back_without_names_of_files_and_live_ones_are_not_among_them()
    {
        using var image = new RecoveredImage(WithoutJournal);
        Container[] found = [.. image.Analyzer.Inventory.Recovered.Containers];
        Assert.That(found.Select(c => (c.Id, c.Name, c.ImageName, c.Command, c.ExitCode)), Is.EquivalentTo(new[]
        {
            (RecoveredImage.Gone, "gone", "made/image:1", "sh -c echo gone", 3L),
            (RecoveredImage.Reused, "reused", "made/image:1", "sh -c echo reused", 3L),
        }));
        Assert.That(found[0].Recovery!.Certainty, Is.EqualTo(Certainty.Partly), "nothing proves that all of it is of one time");
        Assert.That(found[0].Recovery!.Removed, Is.Null, "no time is known");
        Assert.That(found[0].Recovery!.Basis, Does.Contain("unallocated blocks of the ext4, bytes "));
        Assert.That(found[0].Store, Is.SameAs(image.Analyzer.Inventory.Stores[0]));
    }

    [Test]
    public void What_names_no_id_is_joined_to_nothing_and_has_no_owner()
    {
        using var image = new RecoveredImage(WithoutJournal);
        RecoveredFile[] loose = [.. image.Analyzer.Inventory.Recovered.Files
            .Where(f => f.Entry.Path.ToString().StartsWith("$Carved/", StringComparison.Ordinal))];
        Assert.That(loose.Select(f => f.Entry.Path.ToString().Split('-')[1]), Does.Contain("hostconfig.json").And.Contain("json.log"));
        foreach (RecoveredFile file in loose)
        {
            Assert.That(file.Entry.Facts.LacksInode);
            Assert.That(new Model.Copies.KnownFacts(in file.Entry.Tree[file.Entry.Node], Model.Copies.CopyFacts.Whole).Uid, Is.Null);
        }
        RecoveredFile log = loose.First(f => f.Entry.Path.ToString().EndsWith("json.log", StringComparison.Ordinal));
        using var reader = new StreamReader(log.Entry.Source.Open(log.Entry.Node));
        Assert.That(reader.ReadToEnd(), Does.StartWith("{\"log\":\"said by ").And.EndsWith("Z\"}\n"));
    }

    [Test]
    public void What_came_back_by_its_name_is_not_found_a_second_time()
    {
        using var image = new RecoveredImage();
        Assert.That(image.Analyzer.Inventory.Recovered.Containers.Select(c => c.Id).ToArray(), Is.Unique.And.Length.EqualTo(2));
        Assert.That(image.Analyzer.Inventory.Recovered.Containers.Select(c => c.Recovery!.Certainty), Is.All.EqualTo(Certainty.Intact));
        Assert.That(image.Analyzer.Problems.Sorted().Where(p => p.Code == RecoveryProblems.Carved).Select(p => p.Message),
            Has.One.Contains("unused bytes of the ext4 were searched"));
    }

    [TestCase("{\"schemaVersion\":2,\"layers\":[]} ", PieceKind.Manifest, 31)]
    [TestCase("{\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}\n{", PieceKind.ImageConfig, 65)]
    [TestCase("{\"ociVersion\":\"1.0.2\",\"process\":{\"args\":[\"sh\"]},\"root\":{}}\nx", PieceKind.RuntimeSpec, 59)]
    [TestCase("{\"Repositories\":{\"a\":{\"a:1\":\"sha256:00\"}}}\0\0\0", PieceKind.Repositories, 42)]
    public void A_document_ends_where_it_ends(string text, object kind, int bytes)
    {
        JsonPiece.Found? found = JsonPiece.Of(Encoding.UTF8.GetBytes(text));
        Assert.That((found?.Kind, found?.Bytes), Is.EqualTo(((PieceKind?)(PieceKind)kind, (int?)bytes)));
    }

    [TestCase("{\"schemaVersion\":2,\"layers\":[")]
    [TestCase("{\"schemaVersion\":2,\"layers\":[\0]}")]
    [TestCase("{\"Name\":\"x\",\"ID\":\"short\",\"State\":{},\"Config\":{}}")]
    [TestCase("{}")]
    public void What_breaks_off_or_is_of_no_store_is_nothing(string text) =>
        Assert.That(JsonPiece.Of(Encoding.UTF8.GetBytes(text)), Is.Null);

    [Test]
    public void A_configuration_whose_paths_are_of_another_container_names_none()
    {
        string id = new('a', 64);
        string text = $"{{\"ID\":\"{id}\",\"State\":{{}},\"Config\":{{}},\"LogPath\":\"/d/containers/PLACE/x.log\"}}";
        Assert.That(JsonPiece.Of(Encoding.UTF8.GetBytes(text.Replace("PLACE", id, StringComparison.Ordinal)))?.Id, Is.EqualTo(id));
        Assert.That(JsonPiece.Of(Encoding.UTF8.GetBytes(text.Replace("PLACE", new string('b', 64), StringComparison.Ordinal)))?.Id, Is.Null);
    }

    [Test]
    public void Lines_of_a_log_are_taken_from_the_middle_of_a_block_and_end_with_what_is_no_line()
    {
        byte[] block = Encoding.UTF8.GetBytes(
            "\"stream\":\"stdout\",\"time\":\"2026-01-01T00:00:00Z\"}\n"
            + "{\"log\":\"a\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-01T00:00:01Z\"}\n{\"log\":\"cut");
        (int Start, int Length)? found = LogPiece.Of(block);
        Assert.That(Encoding.UTF8.GetString(block, found!.Value.Start, found.Value.Length),
            Is.EqualTo("{\"log\":\"a\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-01T00:00:01Z\"}\n"));
    }

    [Test]
    public void Bytes_that_were_changed_never_break_the_search()
    {
        var random = new Random(11);
        for (int round = 0; round < 8; round++)
        {
            using var image = new RecoveredImage(bytes =>
            {
                WithoutJournal(bytes);
                for (int i = 0; i < 20_000; i++)
                    bytes[2_500_000 + random.Next(bytes.Length - 2_500_000)] ^= (byte)(1 << random.Next(8));
            });
            Assert.That(image.Analyzer.Problems.Faults, Is.Empty);
            Assert.That(image.Analyzer.Inventory.Recovered.Containers, Has.Count.LessThanOrEqualTo(2));
        }
    }
}
