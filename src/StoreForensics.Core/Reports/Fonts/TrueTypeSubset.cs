using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace StoreForensics.Reports.Fonts;

/// <summary>
/// Writes a TrueType file that holds chosen glyphs only, renumbered in the order given, as a CIDFontType2 needs it (ISO 32000-1, 9.9, table 126): the tables
/// glyf, head, hhea, hmtx, loca and maxp. No cmap: the page addresses glyphs by number. Hinting programs are left out: nothing on paper needs them.
/// </summary>
internal static class TrueTypeSubset
{
    // Composite glyph flags, OpenType 1.9, "glyf".
    private const int ArgumentsAreWords = 0x0001;
    private const int HasScale = 0x0008;
    private const int MoreComponents = 0x0020;
    private const int HasTwoScales = 0x0040;
    private const int HasMatrix = 0x0080;

    /// <summary>The subset; glyph i of it is <paramref name="glyphs"/>[i], and the parts of composites follow. The first must be glyph 0.</summary>
    public static byte[] Build(TrueTypeFont font, IReadOnlyList<ushort> glyphs)
    {
        var kept = new List<ushort>(glyphs);
        var newNumber = new Dictionary<ushort, int>();
        var outlines = new ArrayBufferWriter<byte>(1 << 16);
        var offsets = new List<int>();
        for (int i = 0; i < kept.Count; i++) // grows while composites name their parts
        {
            offsets.Add(outlines.WrittenCount);
            AppendOutline(font.OutlineOf(kept[i]), outlines, part => NumberOf(part, kept, newNumber));
        }
        offsets.Add(outlines.WrittenCount);
        return Assemble(font, kept, outlines.WrittenSpan, offsets);
    }

    // A part gets a number of its own even where the same glyph is also addressed by the page: simpler, and the parts are few.
    private static int NumberOf(ushort part, List<ushort> kept, Dictionary<ushort, int> newNumber)
    {
        if (!newNumber.TryGetValue(part, out int number))
        {
            number = kept.Count;
            newNumber.Add(part, number);
            kept.Add(part);
        }
        return number;
    }

    private static void AppendOutline(ReadOnlySpan<byte> outline, ArrayBufferWriter<byte> target, Func<ushort, int> renumber)
    {
        Span<byte> copy = target.GetSpan(outline.Length + 3)[..((outline.Length + 3) & ~3)];
        copy.Clear();
        outline.CopyTo(copy);
        if (outline.Length >= 10 && BinaryPrimitives.ReadInt16BigEndian(outline) < 0)
            RenumberParts(copy, renumber);
        target.Advance(copy.Length);
    }

    private static void RenumberParts(Span<byte> composite, Func<ushort, int> renumber)
    {
        int at = 10, flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(composite[at..]);
            ushort part = BinaryPrimitives.ReadUInt16BigEndian(composite[(at + 2)..]);
            BinaryPrimitives.WriteUInt16BigEndian(composite[(at + 2)..], (ushort)renumber(part));
            at += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2);
            at += (flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0;
        }
        while ((flags & MoreComponents) != 0);
    }

    private static byte[] Assemble(TrueTypeFont font, List<ushort> kept, ReadOnlySpan<byte> outlines, List<int> offsets)
    {
        byte[] head = font.Table("head").ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0); // checkSumAdjustment, set last
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1); // indexToLocFormat: long
        byte[] hhea = font.Table("hhea").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)kept.Count);
        byte[] maxp = font.Table("maxp").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)kept.Count);
        byte[] hmtx = new byte[kept.Count * 4];
        for (int i = 0; i < kept.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(hmtx.AsSpan(i * 4), (ushort)font.AdvanceOf(kept[i]));
            BinaryPrimitives.WriteInt16BigEndian(hmtx.AsSpan((i * 4) + 2), (short)font.LeftSideBearingOf(kept[i]));
        }
        byte[] loca = new byte[offsets.Count * 4];
        for (int i = 0; i < offsets.Count; i++)
            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(i * 4), (uint)offsets[i]);
        return Join([("glyf", outlines.ToArray()), ("head", head), ("hhea", hhea), ("hmtx", hmtx), ("loca", loca), ("maxp", maxp)]);
    }

    // Tables in the order of their tags, each padded to four bytes; "Organization of an OpenType Font".
    private static byte[] Join(ReadOnlySpan<(string Tag, byte[] Data)> tables)
    {
        int headerLength = 12 + (16 * tables.Length), at = headerLength, headAt = 0;
        int length = headerLength;
        foreach ((_, byte[] data) in tables)
            length += (data.Length + 3) & ~3;
        byte[] file = new byte[length];
        WriteOffsetTable(file, tables.Length);
        for (int i = 0; i < tables.Length; i++)
        {
            (string tag, byte[] data) = tables[i];
            data.CopyTo(file, at);
            Span<byte> record = file.AsSpan(12 + (i * 16), 16);
            Encoding.ASCII.GetBytes(tag, record);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], Checksum(file.AsSpan(at, (data.Length + 3) & ~3)));
            BinaryPrimitives.WriteInt32BigEndian(record[8..], at);
            BinaryPrimitives.WriteInt32BigEndian(record[12..], data.Length);
            headAt = tag == "head" ? at : headAt;
            at += (data.Length + 3) & ~3;
        }
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(headAt + 8), 0xB1B0AFBA - Checksum(file));
        return file;
    }

    private static void WriteOffsetTable(Span<byte> file, int tables)
    {
        int log = int.Log2(tables);
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(file[4..], (ushort)tables);
        BinaryPrimitives.WriteUInt16BigEndian(file[6..], (ushort)(16 << log));
        BinaryPrimitives.WriteUInt16BigEndian(file[8..], (ushort)log);
        BinaryPrimitives.WriteUInt16BigEndian(file[10..], (ushort)((tables * 16) - (16 << log)));
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        for (int i = 0; i + 4 <= data.Length; i += 4)
            sum += BinaryPrimitives.ReadUInt32BigEndian(data[i..]);
        return sum;
    }
}
