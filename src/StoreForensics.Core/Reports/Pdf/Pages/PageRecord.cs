using StoreForensics.Reports.Pdf.Objects;

namespace StoreForensics.Reports.Pdf.Pages;

/// <summary>What is kept of a page once its content is written: numbers and places, not
/// text, so that a report of thousands of pages stays small in memory.</summary>
internal sealed class PageRecord
{
    public required int ObjectNumber { get; init; }

    public int ContentNumber { get; set; }

    /// <summary>The title of the section at its top.</summary>
    public string Section { get; set; } = "";

    /// <summary>Under which the page finds its elements of the structure.</summary>
    public required int StructureKey { get; init; }

    /// <summary>The element of each marked content, in order; emptied when the page is finished.</summary>
    public List<int> Marks { get; private set; } = [];

    public void DropMarks() => Marks = [];

    /// <summary>Null when the page refers to nothing.</summary>
    public List<LinkArea>? Links { get; private set; }

    public void AddLink(LinkArea area) => (Links ??= []).Add(area);
}

/// <summary>An area, in points from the top left corner, that leads elsewhere: to an anchor (a string) or to a <see cref="DrawnHeading"/> itself.</summary>
/// <param name="X">Left.</param>
/// <param name="Y">Top.</param>
/// <param name="Width">In points.</param>
/// <param name="Height">In points.</param>
/// <param name="Target">Where to.</param>
/// <param name="Element">The element of its text; complete but for the annotation.</param>
internal readonly record struct LinkArea(double X, double Y, double Width, double Height, object Target, StructureElement Element);

/// <summary>A heading that was drawn.</summary>
/// <param name="Level">1 to 3.</param>
/// <param name="Text">Escaped.</param>
/// <param name="Page">Where.</param>
/// <param name="Y">In points from the top.</param>
/// <param name="Anchor">What refers to it; null when nothing does.</param>
internal sealed record DrawnHeading(int Level, string Text, PageRecord Page, double Y, string? Anchor);
