using System.Buffers.Binary;
using System.Security.Cryptography;
using StoreForensics.Reports.Fonts;

namespace StoreForensics.Tests.Reports.Fonts;

public sealed class BundledFontsTests
{
    // As README.md beside the fonts states them: the published files, unmodified.
    [TestCase(nameof(BundledFont.Regular), "fe8c022f48d8dd29f17b744d16f9346f4357e16f7d4f7be58b000ae7c291b614")]
    [TestCase(nameof(BundledFont.SemiBold), "e691fe27813ec6ed11d0a5be4c6c1f6739996ed682462eaa3244a6185217dd6c")]
    [TestCase(nameof(BundledFont.Mono), "b6b1ff4ddefe36d7f2a6174e1d001cab374e594519ee9049af028d577b64c5f5")]
    [TestCase(nameof(BundledFont.Ideographs), "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16")]
    [TestCase(nameof(BundledFont.Hangul), "8cbc9b353bb9ce848fd69bb6a507319dfacc659cf5fd643db5d88f3c4970e1dd")]
    public void Fonts_are_the_published_files(string font, string digest) =>
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(BundledFonts.Unpack(Enum.Parse<BundledFont>(font)))), Is.EqualTo(digest));

    [Test]
    public void Text_fonts_have_Latin_Greek_and_Cyrillic()
    {
        TrueTypeFont font = BundledFonts.Get(BundledFont.Regular), bold = BundledFonts.Get(BundledFont.SemiBold);
        foreach (char c in "AzäßőŁΩλЯжєґ€“”…•")
            Assert.That(Math.Min(font.GlyphOf(c), bold.GlyphOf(c)), Is.GreaterThan(0), c.ToString());
    }

    [Test]
    public void The_fixed_width_font_has_one_width()
    {
        TrueTypeFont font = BundledFonts.Get(BundledFont.Mono);
        int[] widths = [.. "iW/ж│█".Select(c => font.AdvanceOf(font.GlyphOf(c))).Distinct()];
        Assert.That(widths, Is.EqualTo((int[])[600]));
        Assert.That(font.UnitsPerEm, Is.EqualTo(1000));
    }

    [Test]
    public void A_subset_is_a_font_with_the_glyphs_asked_for_and_the_parts_of_composites()
    {
        TrueTypeFont font = BundledFonts.Get(BundledFont.Regular);
        ushort[] glyphs = [0, font.GlyphOf('a'), font.GlyphOf('ä'), font.GlyphOf('a')];
        byte[] subset = TrueTypeSubset.Build(font, glyphs);
        Dictionary<string, (int Offset, int Length)> tables = Tables(subset);
        Assert.That(tables.Keys, Is.EqualTo((string[])["glyf", "head", "hhea", "hmtx", "loca", "maxp"]));
        int count = BinaryPrimitives.ReadUInt16BigEndian(subset.AsSpan(tables["maxp"].Offset + 4));
        Assert.That(count, Is.GreaterThan(glyphs.Length), "ä is composed of a and a dieresis");
        Assert.That(tables["hmtx"].Length, Is.EqualTo(count * 4));
        for (int i = 0; i < glyphs.Length; i++)
        {
            Assert.That(BinaryPrimitives.ReadUInt16BigEndian(subset.AsSpan(tables["hmtx"].Offset + (i * 4))), Is.EqualTo(font.AdvanceOf(glyphs[i])));
            if (glyphs[i] != font.GlyphOf('ä'))
                Assert.That(Outline(subset, tables, i)[..font.OutlineOf(glyphs[i]).Length], Is.EqualTo(font.OutlineOf(glyphs[i]).ToArray()));
        }
        int part = BinaryPrimitives.ReadUInt16BigEndian(Outline(subset, tables, 2).AsSpan(12));
        Assert.That(part, Is.InRange(glyphs.Length, count - 1));
    }

    [Test]
    public void The_checksum_of_a_subset_is_what_the_format_wants()
    {
        byte[] subset = TrueTypeSubset.Build(BundledFonts.Get(BundledFont.Mono), [0, 5, 6]);
        uint sum = 0;
        for (int i = 0; i < subset.Length; i += 4)
            sum += BinaryPrimitives.ReadUInt32BigEndian(subset.AsSpan(i));
        Assert.That(sum, Is.EqualTo(0xB1B0AFBA));
    }

    private static byte[] Outline(byte[] font, Dictionary<string, (int Offset, int Length)> tables, int glyph)
    {
        int loca = tables["loca"].Offset + (glyph * 4), start = BinaryPrimitives.ReadInt32BigEndian(font.AsSpan(loca)),
            end = BinaryPrimitives.ReadInt32BigEndian(font.AsSpan(loca + 4));
        return font.AsSpan(tables["glyf"].Offset + start, end - start).ToArray();
    }

    private static Dictionary<string, (int Offset, int Length)> Tables(byte[] font)
    {
        var tables = new Dictionary<string, (int, int)>();
        for (int i = 0; i < BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(4)); i++)
        {
            Span<byte> record = font.AsSpan(12 + (i * 16), 16);
            tables.Add(System.Text.Encoding.ASCII.GetString(record[..4]),
                (BinaryPrimitives.ReadInt32BigEndian(record[8..]), BinaryPrimitives.ReadInt32BigEndian(record[12..])));
        }
        return tables;
    }
}
