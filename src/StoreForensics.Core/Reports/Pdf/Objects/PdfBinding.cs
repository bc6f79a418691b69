using System.Globalization;
using StoreForensics.Primitives;
using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Objects;

/// <summary>Everything around the pages' contents: page tree, links, fonts, bookmarks,
/// metadata and output intent, and what PDF/A-2b wants of them (ISO 19005-2).</summary>
internal sealed class PdfBinding(PdfFileWriter file, ReportDocument document, StructureTree structure)
{
    private const int LongestText = 2000; // of a metadata entry

    /// <summary>Writes all that is left and ends the file.</summary>
    /// <param name="pages">In reading order.</param>
    /// <param name="furniture">For each page the object of its head and foot.</param>
    /// <param name="headings">For bookmarks and links.</param>
    /// <param name="fonts">The fonts used.</param>
    /// <param name="image">The picture used; 0: none.</param>
    public void Finish(IReadOnlyList<PageRecord> pages, IReadOnlyList<int> furniture, IReadOnlyList<DrawnHeading> headings, IEnumerable<PdfFont> fonts,
        int image)
    {
        var anchors = new Dictionary<string, DrawnHeading>();
        foreach (DrawnHeading heading in headings)
        {
            if (heading.Anchor is not null)
                anchors.TryAdd(heading.Anchor, heading);
        }
        int resources = WriteResources(fonts, image), tree = file.Reserve();
        for (int i = 0; i < pages.Count; i++)
            WritePage(pages[i], furniture[i], tree, resources, anchors);
        file.Object(tree, o =>
        {
            o.Add("<</Type/Pages/Count "u8).Add(pages.Count).Add("/Kids["u8);
            foreach (PageRecord page in pages)
                o.Reference(page.ObjectNumber);
            o.Add("]>>"u8);
        });
        int outline = headings.Count > 0 ? new PdfOutline(headings).Write(file) : 0;
        file.Finish(WriteCatalog(tree, outline), WriteInformation());
    }

    private int WriteResources(IEnumerable<PdfFont> fonts, int image)
    {
        var numbers = new List<(PdfFont Font, int Number)>();
        foreach (PdfFont font in fonts)
        {
            int number = file.Reserve();
            font.Write(file, number);
            numbers.Add((font, number));
        }
        return file.Object(o =>
        {
            o.Add("<</Font<<"u8);
            foreach ((PdfFont font, int number) in numbers)
                o.Add("/"u8).Add(font.ResourceName).Add(" "u8).Reference(number);
            o.Add(">>"u8);
            if (image != 0)
                o.Add("/XObject<</I"u8).Add(image).Add(" "u8).Reference(image).Add(">>"u8);
            o.Add(">>"u8);
        });
    }

    private void WritePage(PageRecord page, int furniture, int tree, int resources, Dictionary<string, DrawnHeading> anchors)
    {
        List<int> links = [.. (page.Links ?? []).Select(link =>
            WriteLink(page, link, link.Target as DrawnHeading ?? anchors.GetValueOrDefault((string)link.Target))).Where(number => number != 0)];
        file.Object(page.ObjectNumber, o =>
        {
            o.Add("<</Type/Page/Parent "u8).Reference(tree).Add("/MediaBox[0 0 "u8).Real(Theme.PageWidth).Real(Theme.PageHeight)
                .Add("]/Resources "u8).Reference(resources).Add("/Contents["u8).Reference(page.ContentNumber).Reference(furniture)
                .Add("]/Tabs/S/StructParents "u8).Add(page.StructureKey);
            if (links.Count > 0)
            {
                o.Add("/Annots["u8);
                foreach (int link in links)
                    o.Reference(link);
                o.Add("]"u8);
            }
            o.Add(">>"u8);
        });
    }

    // Returns the annotation; 0 for a reference to nowhere, whose text is then no link. F 4: printed, neither hidden nor invisible (ISO 19005-2, 6.3.2).
    private int WriteLink(PageRecord page, LinkArea link, DrawnHeading? target)
    {
        int annotation = 0;
        if (target is null)
        {
            link.Element.Type = "Span";
        }
        else
        {
            int key = structure.NewKey();
            structure.SetParent(key, link.Element.Number);
            double bottom = Theme.PageHeight - link.Y - link.Height;
            annotation = file.PackedObject(o =>
            {
                o.Add("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect["u8).Real(link.X).Real(bottom).Real(link.X + link.Width).Real(bottom + link.Height)
                    .Add("]/Dest"u8);
                PdfOutline.AddDestination(o, target);
                o.Add("/Contents"u8).Text(target.Text).Add("/StructParent "u8).Add(key).Add(">>"u8);
            });
            link.Element.AddAnnotation(page.ObjectNumber, annotation);
        }
        structure.Write(link.Element);
        return annotation;
    }

    private int WriteCatalog(int tree, int outline)
    {
        int metadata = file.Reserve(), profile = file.Reserve();
        file.RawStream(metadata, XmpPacket.Build(Clean(document.Title), Optional(document.Author), Optional(document.Subject), Clean(document.Tool), XmpDate()),
            "/Type/Metadata/Subtype/XML");
        file.Stream(profile, SrgbProfile.Build(), "/N 3");
        int root = structure.Finish();
        return file.Object(o =>
        {
            o.Add("<</Type/Catalog/Pages "u8).Reference(tree).Add("/Metadata "u8).Reference(metadata)
                .Add("/MarkInfo<</Marked true>>/StructTreeRoot "u8).Reference(root)
                    .Add("/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"u8)
                .Add("/OutputConditionIdentifier(sRGB IEC61966-2-1)/Info(sRGB IEC61966-2-1)/DestOutputProfile "u8).Reference(profile).Add(">>]"u8);
            if (outline != 0)
                o.Add("/PageMode/UseOutlines/Outlines "u8).Reference(outline);
            o.Add(">>"u8);
        });
    }

    // Each entry has its equal in the XMP packet (ISO 19005-2, 6.6.3).
    private int WriteInformation() => file.Object(o =>
    {
        o.Add("<</Title"u8).Text(Clean(document.Title));
        if (Optional(document.Author) is string author)
            o.Add("/Author"u8).Text(author);
        if (Optional(document.Subject) is string subject)
            o.Add("/Subject"u8).Text(subject);
        o.Add("/Creator"u8).Text(Clean(document.Tool)).Add("/Producer"u8).Text(Clean(document.Tool)).Add(">>"u8);
    });

    private static string? Optional(string? text) => string.IsNullOrEmpty(text) ? null : Clean(text);

    private static string Clean(string text)
    {
        string escaped = DisplayText.Escape(text);
        int end = Math.Min(escaped.Length, LongestText);
        return escaped[..(end > 0 && end < escaped.Length && char.IsHighSurrogate(escaped[end - 1]) ? end - 1 : end)];
    }

    // XMP dates are a profile of ISO 8601; anything else that the user may have typed is printed on the first page only.
    private string? XmpDate()
    {
        string[] formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];
        if (!DateTimeOffset.TryParseExact(document.Date, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
            return null;
        return document.Date!.Length == 10 ? document.Date : date.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
