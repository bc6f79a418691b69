using StoreForensics.Reports.Documents;

namespace StoreForensics.Reports.Pdf;

/// <summary>Sizes and colours, in one place. Lengths in points (1/72 inch).</summary>
internal static class Theme
{
    public const double PageWidth = 595.28; // A4
    public const double PageHeight = 841.89;
    public const double MarginLeft = 48;
    public const double MarginRight = 48;
    public const double BodyTop = 58;
    public const double BodyBottom = PageHeight - 50;
    public const double HeadBaseline = 38;
    public const double FootBaseline = PageHeight - 30;
    public const double BodyWidth = PageWidth - MarginLeft - MarginRight;
    public const double BodyHeight = BodyBottom - BodyTop;

    public const double BodySize = 9.5;
    public const double LeadSize = 11.5;
    public const double NoteSize = 8;
    public const double TableSize = 8.2;
    public const double CompactSize = 7.6;
    public const double FurnitureSize = 7.5;

    public static readonly Colour Ink = new(26, 31, 43);
    public static readonly Colour Hairline = new(203, 210, 219);
    public static readonly Colour Strong = new(110, 122, 138);
    public static readonly Colour Band = new(245, 247, 250);

    public static double HeadingSize(int level) => level switch { 0 => 22, 1 => 16, 2 => 11.5, _ => 9.5 };

    public static double SpaceAbove(int level) => level switch { 0 => 0, 1 => 22, 2 => 16, _ => 10 };

    public static double SpaceBelow(int level) => level switch { 0 => 6, 1 => 8, 2 => 5, _ => 3 };

    public static Colour Of(Tone tone) => tone switch
    {
        Tone.Muted => new(91, 101, 115),
        Tone.Link => new(30, 84, 150),
        Tone.Good => new(24, 110, 62),
        Tone.Warning => new(138, 86, 0),
        Tone.Danger => new(166, 27, 27),
        _ => Ink,
    };

    public static Colour Background(Tone tone) => tone switch
    {
        Tone.Good => new(236, 247, 240),
        Tone.Warning => new(253, 245, 229),
        Tone.Danger => new(252, 236, 236),
        _ => Band,
    };
}

/// <summary>Device RGB, 0 to 255 each; sRGB by the file's output intent.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>As WCAG 2.2 computes it: 1 for white, 21 for black.</summary>
    public double ContrastToWhite => 1.05 / ((0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue)) + 0.05);

    /// <summary>A share of the colour on white.</summary>
    public Colour Tint(double share) => new(Mix(Red, share), Mix(Green, share), Mix(Blue, share));

    private static byte Mix(byte value, double share) => (byte)Math.Round(255 - ((255 - value) * share), MidpointRounding.AwayFromZero);

    private static double Linear(byte value) => value / 255.0 <= 0.04045 ? value / 255.0 / 12.92 : Math.Pow(((value / 255.0) + 0.055) / 1.055, 2.4);
}
