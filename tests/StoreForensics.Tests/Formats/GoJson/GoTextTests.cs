using System.Text;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Tests.Formats.GoJson;

/// <summary>What encoding/json of Go makes of strings (decode.go, unquoteBytes; decode_test.go has the halves of pairs).</summary>
[TestFixture]
internal sealed class GoTextTests
{
    [TestCase(@"plain", "plain")]
    [TestCase(@"", "")]
    [TestCase(@"\ud800", "\uFFFD")]
    [TestCase(@"a\uDFFFb", "a\uFFFDb")]
    [TestCase(@"\ud800\ud800", "\uFFFD\uFFFD")]
    [TestCase(@"\ud800\uD83D\uDE00", "\uFFFD😀")]
    [TestCase(@"\uD83D\uDE00\uDE00", "😀\uFFFD")]
    [TestCase(@"\ud800\n", "\uFFFD\n")]
    [TestCase(@"\\ud800", @"\ud800")]
    [TestCase(@"\\\ud800", "\\\uFFFD")]
    [TestCase(@"\""\\\/\b\f\n\r\t\u0041\u00e9\u20ac\u0000", "\"\\/\b\f\n\r\tAé€\0")]
    [TestCase(@"\uD83D x", "\uFFFD x")]
    [TestCase(@"\ud83d\u0041", "\uFFFDA")]
    public void Escapes(string raw, string text) => Assert.That(Encoding.UTF8.GetString(GoText.Unquote(Encoding.UTF8.GetBytes(raw)).Span), Is.EqualTo(text));

    /// <summary>Each byte by itself: a cut sequence of three is two or three replacements, an encoded surrogate three.</summary>
    [TestCase("61FF62", "a\uFFFDb")]
    [TestCase("E282", "\uFFFD\uFFFD")]
    [TestCase("E28261", "\uFFFD\uFFFDa")]
    [TestCase("F09F98", "\uFFFD\uFFFD\uFFFD")]
    [TestCase("EDA080", "\uFFFD\uFFFD\uFFFD")]
    [TestCase("C080", "\uFFFD\uFFFD")]
    [TestCase("C3A9FFC3A9", "é\uFFFDé")]
    [TestCase("5C7564383030FF", "\uFFFD\uFFFD")]
    public void Bytes_that_are_not_UTF_8(string hex, string text)
    {
        byte[] raw = Convert.FromHexString(hex);

        Assert.That(Encoding.UTF8.GetString(GoText.Unquote(raw).Span), Is.EqualTo(text));
        Assert.That(GoText.Mend(raw, out GoTextFaults faults), Is.Not.Null);
        Assert.That(faults.HasFlag(GoTextFaults.NotUtf8));
    }

    [Test]
    public void Whole_texts_are_not_copied()
    {
        Assert.That(GoText.Mend("""{"a":"\ud83d\ude00 é \\ud800"}"""u8, out GoTextFaults faults), Is.Null);
        Assert.That(faults, Is.EqualTo(GoTextFaults.None));
    }

    [Test]
    public void Anything_ends_without_an_exception()
    {
        var random = new Random(1);
        byte[] alphabet = @"\u""d8DCf09a n"u8.ToArray().Append((byte)0xE2).Append((byte)0x82).ToArray();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] raw = new byte[random.Next(20)];
            foreach (ref byte b in raw.AsSpan())
                b = alphabet[random.Next(alphabet.Length)];
            Assert.That(System.Text.Unicode.Utf8.IsValid(GoText.Unquote(raw).Span), Convert.ToHexString(raw));
        }
    }
}
