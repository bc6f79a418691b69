using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Reports.Data;

/// <summary>An image's own stamp is its builder's word; its steps have stamps of their own. One image with two records is one image.</summary>
public sealed class ImageStampTests
{
    private static readonly StoreInfo s_store = SampleInventory.Store("overlay2");

    [TestCase(1_700_000_000, 1_700_000_001, 1_700_000_000, false)]
    [TestCase(1_700_000_000, 1_700_000_006, 1_700_000_006, true)]
    [TestCase(1_700_000_000, 1_600_000_000, 1_700_000_000, false)]
    public void Its_newest_step_tells_when_it_was_made_where_its_own_stamp_is_older(long created, long step, long made, bool isOlder)
    {
        Image image = SampleInventory.Image(s_store, "sha256:" + new string('a', 64), new Timestamp(created, 0));
        image.Steps.Add(Step(1, step - 100));
        image.Steps.Add(Step(2, step));
        Assert.That((image.Made?.Seconds, image.IsOlderThanItsSteps), Is.EqualTo(((long?)made, isOlder)));
    }

    [Test]
    public void Without_stamps_nothing_is_said()
    {
        Image image = SampleInventory.Image(s_store, "sha256:" + new string('a', 64), null);
        image.Steps.Add(Step(1, 1_700_000_000));
        Assert.That((image.Made, image.IsOlderThanItsSteps), Is.EqualTo(((Timestamp?)null, false)));
    }

    [Test]
    public void Two_records_of_one_image_count_once()
    {
        var inventory = new Inventory();
        foreach (string store in (string[])["overlayfs", "native"])
            inventory.Images.Add(SampleInventory.Image(SampleInventory.Store(store), "sha256:" + new string('a', 64), null, new ImageReference("app", "1", null)));
        inventory.Images.Add(SampleInventory.Image(s_store, "sha256:" + new string('b', 64), null));
        InventoryCounts counts = InventoryCounts.Of(inventory);
        Assert.That((counts.Images, counts.TaggedImages, counts.DanglingImages, counts.IntermediateImages), Is.EqualTo((2, 1, 1, 0)));
    }

    private static BuildStep Step(int number, long seconds) => new()
    {
        Number = number,
        CreatedBy = "RUN true",
        Instruction = "RUN true",
        Origin = default,
        Created = new RecordedTime(new Timestamp(seconds, 0), "text"),
    };
}
