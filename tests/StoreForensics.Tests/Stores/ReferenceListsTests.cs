using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;

namespace StoreForensics.Tests.Stores;

public sealed class ReferenceListsTests
{
    /// <summary>One image can be tagged by every build: 300,000 tags would take an hour where each is compared with all before it.</summary>
    [Test]
    public void Each_reference_is_kept_once_in_byte_order()
    {
        const int tags = 300_000;
        var store = new StoreInfo { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = new Origin("e", default) };
        var image = new Image { Id = "sha256:" + new string('a', 64), Store = store, Origin = new Origin("e", default) };
        var lists = new ReferenceLists();
        for (int i = 0; i < tags; i++)
            lists.Add(image, new ImageReference("app", (tags - i).ToString("d6", System.Globalization.CultureInfo.InvariantCulture), null));
        for (int i = 0; i < tags; i += 1000)
            lists.Add(image, new ImageReference("app", (tags - i).ToString("d6", System.Globalization.CultureInfo.InvariantCulture), null));
        lists.Add(image, new ImageReference("app", null, "sha256:00"));
        lists.Sort();

        Assert.That(image.References, Has.Count.EqualTo(tags + 1));
        Assert.That(image.References[0].ToString(), Is.EqualTo("app:000001"));
        Assert.That(image.References[^2].ToString(), Is.EqualTo("app:300000"));
        Assert.That(image.References[^1].ToString(), Is.EqualTo("app@sha256:00"));
    }
}
