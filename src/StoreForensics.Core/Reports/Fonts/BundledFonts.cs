using System.IO.Compression;

namespace StoreForensics.Reports.Fonts;

/// <summary>Unpacks a bundled font when it is first asked for, once per process: the ideographs alone take 10 MB.</summary>
internal static class BundledFonts
{
    private static readonly Lazy<TrueTypeFont>[] s_fonts =
        [.. Enum.GetValues<BundledFont>().Select(font => new Lazy<TrueTypeFont>(() => new TrueTypeFont(Unpack(font))))];

    public static TrueTypeFont Get(BundledFont font) => s_fonts[(int)font].Value;

    /// <summary>The PostScript name of the font file.</summary>
    public static string NameOf(BundledFont font) => font switch
    {
        BundledFont.Regular => "NotoSans-Regular",
        BundledFont.SemiBold => "NotoSans-SemiBold",
        BundledFont.Mono => "JetBrainsMono-Regular",
        BundledFont.Ideographs => "NotoSansSC-Regular",
        _ => "NotoSansKR-Regular",
    };

    /// <summary>The file as its makers published it.</summary>
    internal static byte[] Unpack(BundledFont font)
    {
        string name = $"fonts/{NameOf(font)}.ttf.br";
        using Stream packed = typeof(BundledFonts).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException("not in the assembly: " + name);
        using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        brotli.CopyTo(bytes);
        return bytes.ToArray();
    }
}
