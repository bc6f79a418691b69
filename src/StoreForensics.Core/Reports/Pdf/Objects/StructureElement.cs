
namespace StoreForensics.Reports.Pdf.Objects;

/// <summary>
/// One part of the document's logical structure (ISO 32000-1, 14.7.2): a heading, a table, a cell. It collects what it holds while that is drawn: marked
/// content of pages, other elements, and the annotation of a link.
/// </summary>
/// <param name="number">Its object.</param>
/// <param name="type">A standard structure type (14.8.4).</param>
/// <param name="parent">The element around it.</param>
/// <param name="entries">More entries of its dictionary, in PDF syntax.</param>
internal sealed class StructureElement(int number, string type, StructureElement? parent, string entries = "")
{
    private readonly List<Kid> _kids = [];

    public int Number => number;

    public string Type { get; set; } = type;

    public StructureElement? Parent => parent;

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string? Alternative { get; init; }

    public int Kids => _kids.Count;

    public void AddContent(int page, int mark) => _kids.Add(new Kid(page, mark));

    public void AddAnnotation(int page, int annotation) => _kids.Add(new Kid(page, annotation, IsAnnotation: true));

    public void AddElement(int element) => _kids.Add(new Kid(0, element));

    /// <summary>Where a contents list goes that is drawn last and read first.</summary>
    public void InsertElement(int place, int element) => _kids.Insert(place, new Kid(0, element));

    /// <summary>Its dictionary. <paramref name="root"/>: the structure tree's root, which the topmost element has as parent.</summary>
    public void Write(PdfBuffer o, int root)
    {
        o.Add("<</Type/StructElem/S/"u8).Add(Type).Add("/P "u8).Reference(parent?.Number ?? root).Add(entries);
        if (Alternative is not null)
            o.Add("/Alt"u8).Text(Alternative);
        // The page of the first content stands once, so that most kids are bare numbers.
        int page = _kids.Find(k => k.Page != 0).Page;
        if (page != 0)
            o.Add("/Pg "u8).Reference(page);
        if (_kids.Count > 0)
        {
            o.Add("/K["u8);
            foreach (Kid kid in _kids)
                WriteKid(o, kid, page);
            o.Add("]"u8);
        }
        o.Add(">>"u8);
    }

    private static void WriteKid(PdfBuffer o, Kid kid, int page)
    {
        if (kid.Page == 0)
            o.Reference(kid.Value);
        else if (kid.IsAnnotation)
            o.Add("<</Type/OBJR/Pg "u8).Reference(kid.Page).Add("/Obj "u8).Reference(kid.Value).Add(">>"u8);
        else if (kid.Page == page)
            o.Add(kid.Value).Add(" "u8);
        else
            o.Add("<</Type/MCR/Pg "u8).Reference(kid.Page).Add("/MCID "u8).Add(kid.Value).Add(">>"u8);
    }

    // Page 0: another element. Else marked content of that page, or an annotation on it.
    private readonly record struct Kid(int Page, int Value, bool IsAnnotation = false);
}
