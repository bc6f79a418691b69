using StoreForensics.Primitives;

namespace StoreForensics.Reports.Pdf.Styles;

/// <summary>What an office may choose of the PDF's looks: title, logo, three colours, and which sections follow the summary in which order.</summary>
public sealed record HouseStyle
{
    /// <summary>The largest style file that is read, in bytes.</summary>
    public const int LargestFile = 64 * 1024;

    /// <summary>What the program does without a style file; <c>templates/house-style.json</c> says the same.</summary>
    public static readonly HouseStyle Default = new();

    /// <summary>At the head of the first page, and of the file's own title.</summary>
    public string Title { get; init; } = "Container store examination";

    /// <summary>The logo's file as the style names it, relative to the style file; null: none.</summary>
    public string? LogoFile { get; init; }

    /// <summary>The logo itself, at the head of the first page; null: none.</summary>
    public HouseLogo? Logo { get; init; }

    /// <summary>Names of the sections that follow the contents, in their order;
    /// <see cref="StoreForensics.Reports.Documents.Content.Sections.All"/> unless chosen.</summary>
    public IReadOnlyList<string> Sections { get; init; } = Documents.Content.Sections.All;

    internal Palette Palette { get; init; } = new();

    /// <summary>Reads a style file; the logo that it names is left to the caller.</summary>
    /// <exception cref="UsageException">It is no JSON, or holds a key, section, colour or value that is not known.</exception>
    public static HouseStyle Parse(ReadOnlyMemory<byte> json) => HouseStyleReader.Read(json);
}
