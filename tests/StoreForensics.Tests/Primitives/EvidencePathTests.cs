using StoreForensics.Primitives;

namespace StoreForensics.Tests.Primitives;

public sealed class EvidencePathTests
{
    [Test]
    public void Equality_and_order_are_those_of_the_bytes()
    {
        EvidencePath[] ordered = [default, "a", "a!", "a/b", "ab", new([0xc3, 0xa9]), new([0xff])];
        Assert.Multiple(() =>
        {
            Assert.That(ordered.Reverse().Order(), Is.EqualTo(ordered));
            Assert.That(new EvidencePath("a/b"u8) == "a/b", Is.True);
            Assert.That(new EvidencePath("a/b"u8) != "a/c", Is.True);
            Assert.That(new EvidencePath("a/b"u8).GetHashCode(), Is.EqualTo(EvidencePath.FromString("a/b").GetHashCode()));
            Assert.That(ordered[1] < ordered[2] && ordered[2] > ordered[1] && ordered[1] <= ordered[1] && ordered[1] >= ordered[0], Is.True);
        });
    }

    [Test]
    public void Nothing_and_the_empty_path_are_equal()
    {
        Assert.Multiple(() =>
        {
            Assert.That(default(EvidencePath), Is.EqualTo(new EvidencePath([])));
            Assert.That(default(EvidencePath).GetHashCode(), Is.EqualTo(new EvidencePath([]).GetHashCode()));
            Assert.That(default(EvidencePath).IsEmpty, Is.True);
            Assert.That(default(EvidencePath).ToString(), Is.Empty);
        });
    }

    [Test]
    public void Differently_composed_names_are_different() =>
        Assert.That(new EvidencePath("\u00e9"u8), Is.Not.EqualTo(new EvidencePath("e\u0301"u8)));

    [Test]
    public void Knows_whether_it_is_UTF8()
    {
        Assert.That(new EvidencePath("日本"u8).IsUtf8, Is.True);
        Assert.That(new EvidencePath([0xed, 0xa0, 0x80]).IsUtf8, Is.False);
    }

    [Test]
    public void Shows_nothing_that_harms() =>
        Assert.That(new EvidencePath([(byte)'a', 0x1b, 0xff]).ToString(), Is.EqualTo("a\\x1b\\xff"));

    [FsCheck.NUnit.Property(Replay = "29,31")]
    public bool Order_is_that_of_unsigned_bytes(byte[] x, byte[] y)
    {
        int expected = 0;
        for (int i = 0; expected == 0 && i < Math.Max(x.Length, y.Length); i++)
            expected = (i < x.Length ? x[i] : -1).CompareTo(i < y.Length ? y[i] : -1);
        var a = new EvidencePath(x);
        var b = new EvidencePath(y);
        return Math.Sign(a.CompareTo(b)) == expected && a.Equals(b) == (expected == 0);
    }
}
