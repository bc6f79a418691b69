namespace StoreForensics.Reports.Pdf.Styles;

/// <summary>The colours that a house style may choose. Those of severities are not among them: red means the same in every report.</summary>
internal sealed record Palette
{
    /// <summary>Headings, and heads of tables on a tint of it.</summary>
    public Colour Accent { get; init; } = new(20, 46, 84);

    public Colour UpperBars { get; init; } = new(176, 82, 24);

    public Colour LowerBars { get; init; } = new(58, 102, 153);

    public Colour HeadBand => Accent.Tint(0.1);
}
