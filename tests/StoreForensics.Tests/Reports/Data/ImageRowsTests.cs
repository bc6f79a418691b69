using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;

namespace StoreForensics.Tests.Reports.Data;

public sealed class ImageRowsTests
{
    private static readonly StoreInfo s_store = SampleInventory.Store("d");

    [Test]
    public void Tagged_come_first_then_dangling_then_intermediate_each_newest_first()
    {
        Inventory inventory = Inventory(
            SampleInventory.Image(s_store, "i-old", new Timestamp(1, 0), new ImageReference("b", "1", null)),
            SampleInventory.Image(s_store, "i-never", Timestamp.GoZero, new ImageReference("z", "1", null)),
            SampleInventory.Image(s_store, "i-new", new Timestamp(2, 5), new ImageReference("b", "2", null), new ImageReference("a", "2", null)),
            SampleInventory.Image(s_store, "d-unknown", null),
            SampleInventory.Image(s_store, "d-old", new Timestamp(3, 0)),
            SampleInventory.Image(s_store, "d-new", new Timestamp(4, 0)),
            Parent(SampleInventory.Image(s_store, "m", new Timestamp(9, 0))));

        Assert.That(Spell(ImageRows.Of(inventory, all: true)), Is.EqualTo(new[]
        {
            "a:2 i-new", "b:2 i-new", "b:1 i-old", "z:1 i-never", " d-new", " d-old", " d-unknown", " m",
        }));
        Assert.That(ImageRows.Of(inventory, all: false), Has.Count.EqualTo(7));
    }

    [Test]
    public void Times_before_1970_and_nanoseconds_are_ordered()
    {
        Inventory inventory = Inventory(
            SampleInventory.Image(s_store, "a", new Timestamp(-5, 0)),
            SampleInventory.Image(s_store, "b", new Timestamp(7, 1)),
            SampleInventory.Image(s_store, "c", new Timestamp(7, 2)));

        Assert.That(ImageRows.Of(inventory, all: false).Select(row => row.Image.Id), Is.EqualTo(new[] { "c", "b", "a" }));
    }

    [Test]
    public void Digests_go_with_every_tag_of_their_repository()
    {
        Image image = SampleInventory.Image(
            s_store,
            "i",
            new Timestamp(1, 0),
            new ImageReference("one", "1", null),
            new ImageReference("one", "2", "sha256:bb"),
            new ImageReference("one", null, "sha256:aa"),
            new ImageReference("two", null, "sha256:cc"),
            new ImageReference("two", null, "sha256:bb"));

        IReadOnlyList<ImageRow> rows = ImageRows.Of(Inventory(image), all: false);

        Assert.That(rows.Select(row => (row.Repository, row.Tag, string.Join(' ', row.Digests))), Is.EqualTo(new[]
        {
            ("one", "1", "sha256:aa sha256:bb"), ("one", "2", "sha256:aa sha256:bb"), ("two", (string?)null, "sha256:bb sha256:cc"),
        }));
        Assert.That(rows.Select(row => row.Reference), Is.EqualTo(new[] { "one:1", "one:2", "two" }));
    }

    [Test]
    public void Containers_come_newest_first()
    {
        var inventory = new Inventory();
        inventory.Containers.AddRange([Container("x", "b", 1), Container("y", "a", 1), Container("z", null, 2), Container("w", "w", null)]);

        Assert.That(ContainerRows.Of(inventory).Select(c => c.Id), Is.EqualTo(new[] { "z", "y", "x", "w" }));
    }

    private static Container Container(string id, string? name, long? created) => new()
    {
        Id = id,
        Store = s_store,
        Origin = SampleInventory.At(id),
        Name = name,
        Created = created is long seconds ? new RecordedTime(new Timestamp(seconds, 0), "") : null,
    };

    private static Image Parent(Image image)
    {
        image.HasChildren = true;
        return image;
    }

    private static Inventory Inventory(params IEnumerable<Image> images)
    {
        var inventory = new Inventory();
        inventory.Images.AddRange(images);
        return inventory;
    }

    private static IEnumerable<string> Spell(IEnumerable<ImageRow> rows) => rows.Select(row => $"{row.Reference} {row.Image.Id}");
}
