using StoreForensics.Reports.Documents;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>The logical structure, as programs that read aloud or extract tables see it.</summary>
public sealed class TaggingTests
{
    private static readonly byte[] s_pdf = ReadBack.Report(new SampleCase());

    [Test]
    public void The_catalog_says_that_the_file_is_tagged_and_in_English()
    {
        using PdfDocument document = PdfDocument.Open(s_pdf);
        DictionaryToken catalog = document.Structure.Catalog.CatalogDictionary;
        Assert.That(((BooleanToken)((DictionaryToken)catalog.Data["MarkInfo"]).Data["Marked"]).Data, Is.True);
        Assert.That(catalog.Data["Lang"].ToString(), Does.Contain("en"));
    }

    [Test]
    public void All_that_is_drawn_is_of_an_element_or_an_artifact_and_text_never_outside_of_both()
    {
        using PdfDocument document = PdfDocument.Open(s_pdf);
        foreach (Page page in document.GetPages())
            Assert.That(StructureReader.Drawing(page).Select(d => d.Mark), Has.None.Null, $"page {page.Number}");
    }

    [Test]
    public void Every_mark_of_every_page_belongs_to_the_element_that_the_parent_tree_names()
    {
        using PdfDocument document = PdfDocument.Open(s_pdf);
        var structure = new StructureReader(document);
        int marks = 0;
        foreach (Page page in document.GetPages())
        {
            long number = PageNumbers(document, structure)[page.Number - 1];
            int key = ((NumericToken)page.Dictionary.Data["StructParents"]).Int;
            var owners = (ArrayToken)structure.Resolve(structure.ParentTree[key]);
            int[] used = [.. StructureReader.Drawing(page).Select(d => d.Mark!.Value).Where(m => m >= 0).Distinct().Order()];
            Assert.That(used, Is.EqualTo(Enumerable.Range(0, owners.Data.Count)));
            foreach (int mark in used)
                Assert.That(structure.OwnerOf(number, mark), Is.EqualTo(((IndirectReferenceToken)owners.Data[mark]).Data.ObjectNumber),
                    $"page {page.Number}, mark {mark}");
            marks += used.Length;
        }
        Assert.That(marks, Is.GreaterThan(500));
    }

    [Test]
    public void Every_link_is_an_element_that_holds_its_annotation()
    {
        using PdfDocument document = PdfDocument.Open(s_pdf);
        var structure = new StructureReader(document);
        var types = structure.All().ToDictionary(e => e.Number, e => e.Type);
        int links = 0;
        foreach (Page page in document.GetPages().Where(p => p.Dictionary.Data.ContainsKey("Annots")))
        {
            foreach (IndirectReferenceToken reference in ((ArrayToken)page.Dictionary.Data["Annots"]).Data.OfType<IndirectReferenceToken>())
            {
                DictionaryToken annotation = structure.Dictionary(reference);
                int key = ((NumericToken)annotation.Data["StructParent"]).Int;
                long owner = ((IndirectReferenceToken)structure.ParentTree[key]).Data.ObjectNumber;
                Assert.That(structure.OwnerOf(reference.Data.ObjectNumber), Is.EqualTo(owner));
                Assert.That(types[owner], Is.EqualTo("Link"));
                links++;
            }
        }
        Assert.That(links, Is.GreaterThan(20));
    }

    [Test]
    public void Only_standard_types_are_used_and_headings_skip_no_level()
    {
        using PdfDocument document = PdfDocument.Open(s_pdf);
        string[] types = [.. new StructureReader(document).All().Select(e => e.Type)];
        string[] standard = ["Document", "H1", "H2", "H3", "P", "Div", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "TOC", "TOCI", "Caption", "Link",
            "Span", "Figure"];
        Assert.That(types.Except(standard), Is.Empty);
        int last = 0;
        foreach (int level in types.Where(t => t is ['H', >= '1' and <= '9']).Select(t => t[1] - '0'))
        {
            Assert.That(level, Is.LessThanOrEqualTo(last + 1));
            last = level;
        }
    }

    [Test]
    public void Every_row_of_a_table_has_as_many_columns_as_its_head_even_where_pages_part_it()
    {
        Column[] columns = [new Column("First", 1), new Column("Second", 3), new Column("Third", 1)];
        IEnumerable<TableRow> rows = Enumerable.Range(0, 200).SelectMany(i => (TableRow[])
        [
            new TableRow([$"row<{i}>", string.Join(' ', Enumerable.Repeat("word", i == 50 ? 3000 : 5)), "x"]), new TableRow(["note"], NoteFrom: i % 3),
        ]);
        using PdfDocument document = PdfDocument.Open(ReadBack.Draw(new DataTable(columns, rows)));
        var structure = new StructureReader(document);
        StructureReader.Element table = structure.All().Single(e => e.Type == "Table");
        Assert.That(table.Children, Has.Count.EqualTo(401)); // the head once
        Assert.That(table.Children[0].Children.Select(e => e.Type), Has.All.EqualTo("TH"));
        Assert.That(table.Children.Select(row => row.Children.Sum(Span)), Has.All.EqualTo(3));
        Assert.That(table.Children.Skip(1).SelectMany(row => row.Children).Select(e => e.Type), Has.All.EqualTo("TD"));

        static int Span(StructureReader.Element cell) => cell.Dictionary.Data.TryGetValue("A", out IToken? attributes)
            && ((DictionaryToken)attributes).Data.TryGetValue("ColSpan", out IToken? span)
            ? ((NumericToken)span).Int
            : 1;
    }

    [Test]
    public void A_figure_says_in_words_what_it_shows_and_a_heading_comes_before_what_it_heads()
    {
        using PdfDocument document = PdfDocument.Open(ReadBack.Draw(
            new Heading(1, "Charts"), new Histogram("Events", ["Files"], [new HistogramBar("a", [3]), new HistogramBar("b", [5])]), new Heading(2, "Table"),
                new DataTable([new Column("c", 1)], [new TableRow(["x"])])));
        var structure = new StructureReader(document);
        Assert.That(structure.Top.Children.Select(e => e.Type), Is.EqualTo((string[])["H1", "Figure", "H2", "Table"]));
        Assert.That(((HexToken)structure.Top.Children[1].Dictionary.Data["Alt"]).Data,
            Does.Contain("Events, as bars from a to b. Files: 8 in all, most (5) from b."));
    }

    [Test]
    public void The_contents_are_read_where_they_stand_though_drawn_last()
    {
        using PdfDocument document =
            PdfDocument.Open(ReadBack.Draw(new Heading(0, "Cover"), new Paragraph("text"), new TableOfContents("Contents"), new Heading(1, "One"),
            new Paragraph("text")));
        Assert.That(new StructureReader(document).Top.Children.Select(e => e.Type), Is.EqualTo((string[])["H1", "P", "TOC", "H1", "P"]));
    }

    [Test]
    public void A_reference_to_nowhere_is_no_link()
    {
        using PdfDocument document = PdfDocument.Open(ReadBack.Draw(new Paragraph([Span.To("nowhere", "go nowhere")])));
        Assert.That(new StructureReader(document).All().Select(e => e.Type), Is.EqualTo((string[])["Document", "P", "Span"]));
    }

    private static long[] PageNumbers(PdfDocument document, StructureReader structure)
    {
        DictionaryToken pages = structure.Dictionary(document.Structure.Catalog.CatalogDictionary.Data["Pages"]);
        return [.. ((ArrayToken)structure.Resolve(pages.Data["Kids"])).Data.Cast<IndirectReferenceToken>().Select(r => r.Data.ObjectNumber)];
    }
}
