using System.Text;
using StoreForensics.Stores;

namespace StoreForensics.Tests.Stores;

/// <summary>Only what has the shape of an id is ever used as a name.</summary>
internal sealed class ObjectIdsTests
{
    private const string Hex64 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [TestCase(Hex64, "graph layer driver digest")]
    [TestCase("0123456789abcdef", "graph layer driver")]
    [TestCase(Hex64 + "-init", "layer driver")]
    [TestCase("0123456789abcdef-init", "layer driver")]
    [TestCase("abcdefghijklmnopqrstuvwxy", "driver buildkit")]
    [TestCase("Abcdefghijklmnopqrstuvwxy", "")]
    [TestCase("0123456789ABCDEF", "")]
    [TestCase(Hex64 + "0", "")]
    [TestCase(Hex64 + "-init-init", "")]
    [TestCase("sha256:" + Hex64, "prefixed")]
    [TestCase("sha512:" + Hex64, "")]
    [TestCase("../../../../../etc", "")]
    [TestCase("", "")]
    public void A_name_is(string name, string kinds)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        (string Kind, bool Is)[] shapes =
        [
            ("graph", ObjectIds.IsGraphId(bytes)), ("layer", ObjectIds.IsLayerId(bytes)), ("driver", ObjectIds.IsDriverId(name)),
            ("digest", ObjectIds.IsDigest(bytes)), ("buildkit", ObjectIds.IsBuildKitId(name)), ("prefixed", ObjectIds.IsPrefixedDigest(name)),
        ];
        Assert.That(string.Join(' ', shapes.Where(s => s.Is).Select(s => s.Kind)), Is.EqualTo(kinds));
        Assert.That((ObjectIds.IsGraphId(name), ObjectIds.IsLayerId(name)), Is.EqualTo((ObjectIds.IsGraphId(bytes), ObjectIds.IsLayerId(bytes))));
    }
}
