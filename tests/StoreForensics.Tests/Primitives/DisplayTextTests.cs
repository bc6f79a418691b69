using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Primitives;

public sealed class DisplayTextTests
{
    [TestCase("plain text /etc/passwd", "plain text /etc/passwd")]
    [TestCase("日本語 é 😀 ┌─┐", "日本語 é 😀 ┌─┐")]
    [TestCase("a\\b", "a\\b")]
    [TestCase("a\nb\rc\td", "a\\nb\\rc\\td")]
    [TestCase("\0\u0001\u001b[31m\u007f", "\\x00\\x01\\x1b[31m\\x7f")]
    [TestCase("\u0085\u009b", "\\u{0085}\\u{009B}")] // C1: some terminals take 9B for ESC [
    [TestCase("\u202egnp.exe\u202c", "\\u{202E}gnp.exe\\u{202C}")]
    [TestCase("\u2066\u2069\u200e\u200f\u061c", "\\u{2066}\\u{2069}\\u{200E}\\u{200F}\\u{061C}")]
    [TestCase("a\u200bb\u200dc\ufeff\u00ad\u2060", "a\\u{200B}b\\u{200D}c\\u{FEFF}\\u{00AD}\\u{2060}")]
    [TestCase("\u2028\u2029", "\\u{2028}\\u{2029}")]
    [TestCase("a\u3164\u115f\uffa0\u034f\ufe0fb", "a\\u{3164}\\u{115F}\\u{FFA0}\\u{034F}\\u{FE0F}b")] // letters and marks that show nothing
    [TestCase("\ue000\ufffd", "\\u{E000}\\u{FFFD}")]
    [TestCase("\U000e0041", "\\u{E0041}")] // tag characters
    [TestCase("\u0378", "\\u{0378}")] // not assigned
    public void Escapes_what_fools_people_or_drives_terminals(string text, string expected)
    {
        Assert.That(DisplayText.Escape(text), Is.EqualTo(expected));
        Assert.That(DisplayText.Escape(Encoding.UTF8.GetBytes(text)), Is.EqualTo(expected));
    }

    [TestCase("ff", "\\xff")]
    [TestCase("61c3", "a\\xc3")] // cut in the middle
    [TestCase("c3a9c3", "é\\xc3")]
    [TestCase("c0af", "\\xc0\\xaf")] // overlong
    [TestCase("eda080", "\\xed\\xa0\\x80")] // a surrogate
    [TestCase("f4908080", "\\xf4\\x90\\x80\\x80")] // past U+10FFFF
    [TestCase("e28081e280", "\u2001\\xe2\\x80")]
    public void Shows_bytes_that_are_not_UTF8(string hex, string expected) => Assert.That(DisplayText.Escape(Convert.FromHexString(hex)), Is.EqualTo(expected));

    [Test]
    public void Shows_unpaired_surrogates() => Assert.That(DisplayText.Escape("a\ud800b\udc00"), Is.EqualTo("a\\u{FFFD}b\\u{FFFD}"));

    [Test]
    public void Nothing_is_nothing()
    {
        Assert.That(DisplayText.Escape((string?)null), Is.Empty);
        Assert.That(DisplayText.Escape(default(ReadOnlySpan<byte>)), Is.Empty);
    }

    [FsCheck.NUnit.Property(Replay = "37,41")]
    public bool What_comes_out_is_safe_and_stays_as_it_is(string? text, byte[] bytes) => IsSafe(DisplayText.Escape(text)) && IsSafe(DisplayText.Escape(bytes));

    private static bool IsSafe(string text) => DisplayText.Escape(text) == text && text.EnumerateRunes().All(r => !DisplayText.IsUnsafe(r));
}
