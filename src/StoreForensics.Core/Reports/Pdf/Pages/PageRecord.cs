namespace StoreForensics.Reports.Pdf.Pages;

/// <summary>What is kept of a page once its content is written: numbers and places, not text, so that a report of thousands of pages stays small in memory.</summary>
internal sealed class PageRecord
{
    public required int ObjectNumber { get; init; }

    public int ContentNumber { get; set; }

    /// <summary>The title of the section at its top.</summary>
    public string Section { get; set; } = "";

    /// <summary>Null when the page refers to nothing.</summary>
    public List<LinkArea>? Links { get; private set; }

    public void AddLink(LinkArea area) => (Links ??= []).Add(area);
}

/// <summary>An area, in points from the top left corner, that leads elsewhere: to an anchor (a string) or to a <see cref="DrawnHeading"/> itself.</summary>
internal readonly record struct LinkArea(double X, double Y, double Width, double Height, object Target);

/// <summary>A heading that was drawn.</summary>
/// <param name="Level">1 to 3.</param>
/// <param name="Text">Escaped.</param>
/// <param name="Page">Where.</param>
/// <param name="Y">In points from the top.</param>
/// <param name="Anchor">What refers to it; null when nothing does.</param>
internal sealed record DrawnHeading(int Level, string Text, PageRecord Page, double Y, string? Anchor);
