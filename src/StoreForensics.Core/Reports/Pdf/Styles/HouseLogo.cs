using StoreForensics.Primitives;

namespace StoreForensics.Reports.Pdf.Styles;

/// <summary>A picture that was checked and can be put into a PDF as it is.</summary>
public sealed class HouseLogo
{
    /// <summary>The largest picture file that is read, in bytes.</summary>
    public const int LargestFile = 4 << 20;

    /// <summary>The longest side, in pixels.</summary>
    public const int LongestSide = 4000;

    internal HouseLogo(int width, int height, byte[] data, string entries, bool isCompressed) =>
        (Width, Height, Data, Entries, IsCompressed) = (width, height, data, entries, isCompressed);

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    internal byte[] Data { get; }

    /// <summary>Of the image's dictionary, in PDF syntax.</summary>
    internal string Entries { get; }

    /// <summary>Whether <see cref="Data"/> is a JPEG stream rather than samples.</summary>
    internal bool IsCompressed { get; }

    /// <summary>Reads a PNG or a JPEG. What a PNG lets shine through shines on white.</summary>
    /// <exception cref="UsageException">It is neither, is damaged, is of a kind that is not read, or is too large.</exception>
    public static HouseLogo Read(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(PngImage.Signature))
            return PngImage.Read(file);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]))
            return JpegImage.Read(file);
        throw new UsageException("the logo is neither a PNG nor a JPEG");
    }

    internal static void CheckSize(long width, long height)
    {
        if (width is < 1 or > LongestSide || height is < 1 or > LongestSide)
            throw new UsageException($"the logo must have 1 to {LongestSide} pixels a side");
    }
}
