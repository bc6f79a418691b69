using StoreForensics.Model;
using static StoreForensics.Tests.Stores.LayeredSample;

namespace StoreForensics.Tests.Stores;

/// <summary>A layer that is gone, or has lost its name or its list, accuses none of its neighbours.</summary>
internal sealed class Overlay2NeighbourTests
{
    private static IEnumerable<TestCaseData> Losses() =>
    [
        new TestCaseData((Action<MadeStore>)(s => s.Without("overlay2/" + Top))).SetArgDisplayNames("directory"),
        new TestCaseData((Action<MadeStore>)(s => s.File($"overlay2/{Top}/link", "").Without("overlay2/l/LB"))).SetArgDisplayNames("name"),
        new TestCaseData((Action<MadeStore>)(s => s.Without($"overlay2/{Top}/link").Without("overlay2/l"))).SetArgDisplayNames("name and all short links"),
        new TestCaseData((Action<MadeStore>)(s => s.File($"overlay2/{Top}/lower", ""))).SetArgDisplayNames("list"),
        new TestCaseData((Action<MadeStore>)(s => s.Without("overlay2/" + Bottom))).SetArgDisplayNames("base"),
    ];

    [TestCaseSource(nameof(Losses))]
    public void Of_a_loss(Action<MadeStore> lose)
    {
        MadeStore store = Make();
        lose(store);
        Inventory inventory = store.Read();

        Assert.That(store.Codes, Has.None.EqualTo("SF-OVERLAY-0006").And.None.EqualTo("SF-LAYER-0005"));
        Assert.That(store.Problems.HasDamage);
        Assert.That(inventory.Containers[0].Layer!.Stack().Select(l => l.Id), Is.EqualTo(new[] { Own, Init, Top, Bottom }), "views follow the layer database");
    }

    /// <summary>Behind a gap the lists can still be compared.</summary>
    [Test]
    public void What_does_not_go_on_behind_a_gap_is_told()
    {
        MadeStore store = Make().Without("overlay2/" + Init).File($"overlay2/{Own}/lower", "l/LI:l/LB");
        store.Read();
        Assert.That(store.Codes, Does.Contain("SF-OVERLAY-0006"));
    }
}
