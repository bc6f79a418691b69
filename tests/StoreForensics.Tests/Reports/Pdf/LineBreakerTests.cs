using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>Where lines end. A width of n times 6 holds n characters of the fixed-width font at size 10/0.92.</summary>
public sealed class LineBreakerTests
{
    private static readonly TextSetter s_setter = new(new FontSet());

    [TestCase("one two three", 8, "one two|three", TestName = "At a space")]
    [TestCase("a  b", 1, "a|b", TestName = "Spaces at a line's end take no room")]
    [TestCase("/usr/lib/python/site", 12, "/usr/lib/|python/site", TestName = "After a slash")]
    [TestCase("cp /usr/share/a-long-name/of-a-file/that-goes-on /tmp", 24, "cp /usr/share/|a-long-name/of-a-file/|that-goes-on /tmp",
        TestName = "Inside a long path rather than before it")]
    [TestCase("containers/shop/resolv.conf.d", 24, "containers/shop/|resolv.conf.d", TestName = "After a slash rather than a hyphen or a dot")]
    [TestCase("seen 2026-11-24 04:00:12.787", 20, "seen|2026-11-24|04:00:12.787", TestName = "A moment too wide for the line, between date and time")]
    [TestCase("seen there 2026-11-24 04:00:12", 24, "seen there|2026-11-24 04:00:12", TestName = "A moment moves whole")]
    [TestCase("see internationalisation", 22, "see|internationalisation", TestName = "A short word moves whole")]
    [TestCase("0123456789abcdef", 10, "0123456789|abcdef", TestName = "Anywhere in an id")]
    [TestCase("abc", 1, "a|b|c", TestName = "One character a line")]
    [TestCase("日本語。", 6, "日本|語。", TestName = "No full stop begins a line")]
    [TestCase("name\\u{202E}", 6, "name\\u|{202E}", TestName = "Not between a backslash and what it escapes")]
    public void Lines(string text, int width, string expected) => Assert.That(Broken(text, width), Is.EqualTo(expected));

    [Test]
    public void An_empty_text_has_no_lines() => Assert.That(s_setter.Set("", 10, 100).Lines, Is.Empty);

    [Test]
    public void A_line_break_begins_a_new_line_even_after_another()
    {
        LaidText text = s_setter.Set([new Span("a"), Span.LineBreak, Span.LineBreak, new Span("b")], 10, 100);
        Assert.That(text.Lines, Has.Count.EqualTo(3));
        Assert.That(text.Lines[1].Width, Is.Zero);
    }

    [Test]
    public void A_line_that_is_too_long_is_cut_with_an_ellipsis()
    {
        LaidText cut = s_setter.SetLine(Span.Mono("0123456789"), 10 / 0.92, 5 * 6.01);
        Assert.That(Spell(cut, cut.Lines[0]), Is.EqualTo("0123…"));
        Assert.That(cut.Lines[0].Width, Is.LessThanOrEqualTo(5 * 6.01));
    }

    private static string Broken(string text, int width)
    {
        LaidText laid = s_setter.Set(Span.Mono(text), 10 / 0.92, (width * 6) + 0.1);
        return string.Join('|', laid.Lines.Select(line => Spell(laid, line)));
    }

    private static string Spell(LaidText laid, TextLine line)
    {
        var text = new System.Text.StringBuilder();
        foreach (SetGlyph glyph in laid.GlyphsOf(line))
            text.Append(new System.Text.Rune(glyph.Glyph.Rune).ToString());
        return text.ToString().TrimEnd(' ');
    }
}
