using System.Buffers.Binary;
using System.Text;

namespace StoreForensics.Reports.Fonts;

/// <summary>
/// What a page needs of a TrueType file (OpenType 1.9, "The OpenType Font File"): which glyph a character has, how wide it is, and its outline's bytes.
/// Reads the bundled fonts only, which tests pin by digest, so a malformed table is a defect of the build and not of any evidence.
/// </summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] _data;
    private readonly Dictionary<string, Range> _tables = [];
    private readonly ushort[] _basicPlane = new ushort[0x10000];
    private readonly Dictionary<int, ushort> _beyond = [];
    private readonly int _metricCount;
    private readonly bool _longOffsets;

    public TrueTypeFont(byte[] data)
    {
        _data = data;
        ReadDirectory();
        ReadOnlySpan<byte> head = Table("head");
        UnitsPerEm = U16(head, 18);
        Bounds = (S16(head, 36), S16(head, 38), S16(head, 40), S16(head, 42));
        _longOffsets = U16(head, 50) == 1;
        ReadOnlySpan<byte> hhea = Table("hhea");
        Ascent = S16(hhea, 4);
        Descent = S16(hhea, 6);
        _metricCount = U16(hhea, 34);
        GlyphCount = U16(Table("maxp"), 4);
        CapHeight = S16(Table("OS/2"), 88); // sCapHeight, version 2 and later
        ReadCharacterMap();
    }

    public int UnitsPerEm { get; }

    public int GlyphCount { get; }

    /// <summary>xMin, yMin, xMax, yMax over all glyphs, in font units.</summary>
    public (int Left, int Bottom, int Right, int Top) Bounds { get; }

    public int Ascent { get; }

    /// <summary>Negative: below the baseline.</summary>
    public int Descent { get; }

    public int CapHeight { get; }

    /// <summary>The character's glyph; 0 when the font has none.</summary>
    public ushort GlyphOf(int rune) => rune < _basicPlane.Length ? _basicPlane[rune] : _beyond.GetValueOrDefault(rune);

    /// <summary>Advance width in font units.</summary>
    public int AdvanceOf(int glyph) => U16(Table("hmtx"), Math.Min(glyph, _metricCount - 1) * 4);

    public int LeftSideBearingOf(int glyph)
    {
        ReadOnlySpan<byte> hmtx = Table("hmtx");
        return glyph < _metricCount ? S16(hmtx, (glyph * 4) + 2) : S16(hmtx, (_metricCount * 4) + ((glyph - _metricCount) * 2));
    }

    /// <summary>The glyph's entry of <c>glyf</c>; empty for a blank.</summary>
    public ReadOnlySpan<byte> OutlineOf(int glyph)
    {
        ReadOnlySpan<byte> loca = Table("loca");
        (int start, int end) = _longOffsets
            ? ((int)U32(loca, glyph * 4), (int)U32(loca, (glyph + 1) * 4))
            : (U16(loca, glyph * 2) * 2, U16(loca, (glyph + 1) * 2) * 2);
        return Table("glyf")[start..end];
    }

    public ReadOnlySpan<byte> Table(string tag) => _data.AsSpan(_tables[tag]);

    private void ReadDirectory()
    {
        int count = U16(_data, 4);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> record = _data.AsSpan(12 + (i * 16), 16);
            int offset = (int)U32(record, 8);
            _tables.Add(Encoding.ASCII.GetString(record[..4]), offset..(offset + (int)U32(record, 12)));
        }
    }

    // Windows platform (3), the full repertoire (encoding 10, format 12) where there is one, else the basic plane (encoding 1, format 4).
    private void ReadCharacterMap()
    {
        ReadOnlySpan<byte> cmap = Table("cmap");
        int count = U16(cmap, 2), basic = -1, full = -1;
        for (int i = 0; i < count; i++)
        {
            int at = 4 + (i * 8);
            if (U16(cmap, at) == 3 && U16(cmap, at + 2) == 10)
                full = (int)U32(cmap, at + 4);
            if (U16(cmap, at) == 3 && U16(cmap, at + 2) == 1)
                basic = (int)U32(cmap, at + 4);
        }
        if (full >= 0)
            ReadGroups(cmap[full..]);
        else
            ReadSegments(cmap[basic..]);
    }

    private void ReadGroups(ReadOnlySpan<byte> table)
    {
        int groups = (int)U32(table, 12);
        for (int i = 0; i < groups; i++)
        {
            int at = 16 + (i * 12);
            int first = (int)U32(table, at), last = (int)U32(table, at + 4), glyph = (int)U32(table, at + 8);
            for (int rune = first; rune <= last; rune++)
                Map(rune, (ushort)(glyph + rune - first));
        }
    }

    private void ReadSegments(ReadOnlySpan<byte> table)
    {
        int doubled = U16(table, 6); // segCountX2
        for (int at = 0; at < doubled; at += 2)
        {
            int last = U16(table, 14 + at), first = U16(table, 16 + doubled + at), delta = U16(table, 16 + (2 * doubled) + at);
            int rangeAt = 16 + (3 * doubled) + at, range = U16(table, rangeAt);
            for (int rune = first; rune <= last && rune != 0xffff; rune++)
            {
                int glyph = range == 0 ? rune : U16(table, rangeAt + range + ((rune - first) * 2));
                if (range == 0 || glyph != 0)
                    Map(rune, (ushort)(glyph + delta));
            }
        }
    }

    private void Map(int rune, ushort glyph)
    {
        if (rune < _basicPlane.Length)
            _basicPlane[rune] = glyph;
        else
            _beyond[rune] = glyph;
    }

    private static ushort U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    private static short S16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt16BigEndian(data[at..]);

    private static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
}
