using System.Text;
using StoreForensics.Reports.Pdf.Objects;

namespace StoreForensics.Reports.Pdf.Text;

/// <summary>The CMap that gives a font's numbers their code points back (ISO 32000-1, 9.10.3), for searching and copying.</summary>
internal static class ToUnicodeMap
{
    private const int EntriesPerBlock = 100; // the limit of a bfchar block, Adobe technical note 5014

    public static byte[] Build(IReadOnlyList<int> runeOfCid)
    {
        var map = new PdfBuffer();
        map.Add("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"u8)
            .Add("/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"u8)
            .Add("1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"u8);
        for (int first = 1; first < runeOfCid.Count; first += EntriesPerBlock)
        {
            int end = Math.Min(first + EntriesPerBlock, runeOfCid.Count);
            map.Add(end - first).Add(" beginbfchar\n"u8);
            for (int cid = first; cid < end; cid++)
                AddEntry(map, cid, new Rune(runeOfCid[cid]));
            map.Add("endbfchar\n"u8);
        }
        map.Add("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"u8);
        return map.Written.ToArray();
    }

    private static void AddEntry(PdfBuffer map, int cid, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        int count = rune.EncodeToUtf16(units);
        map.Add("<"u8).Hex16(cid).Add("> <"u8);
        foreach (char unit in units[..count])
            map.Hex16(unit);
        map.Add(">\n"u8);
    }
}
