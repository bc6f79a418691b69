using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Timeline;

internal sealed class ContentHasherTests
{
    [Test]
    public void A_file_that_cannot_be_hashed_is_damage_and_the_next_is_hashed()
    {
        string below = $"overlay2/{LayeredSample.Own}/diff/";
        MadeStore store = LayeredSample.Make().Lost(below + "a").File(below + "b", "x");
        var digests = new FileDigests();
        ContentHasher.Hash(store.Read(), [store], digests, false, store.Problems);
        Assert.That(store.Problems.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Path.ToString())),
            Is.EqualTo([("SF-HASH-0001", ProblemSeverity.Damage, below + "a")]));
        Assert.That(digests.Get(0, store.Tree.Find(0, System.Text.Encoding.ASCII.GetBytes(below + "b"))).Length, Is.EqualTo(32));
    }
}
