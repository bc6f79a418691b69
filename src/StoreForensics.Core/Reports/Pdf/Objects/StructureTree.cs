using StoreForensics.Reports.Pdf.Pages;

namespace StoreForensics.Reports.Pdf.Objects;

/// <summary>
/// The document's logical structure, so that programs that read aloud or extract know headings, lists, tables and figures. An element is written when it is
/// complete and only its number is kept; one joins its parent when it ends, so that headings that were held back come before what they head.
/// </summary>
internal sealed class StructureTree
{
    private readonly PdfFileWriter _file;
    private readonly int _root;
    private readonly StructureElement _document;
    private readonly List<int> _parents = []; // by key of the parent tree

    public StructureTree(PdfFileWriter file)
    {
        _file = file;
        _root = file.Reserve();
        Current = _document = new StructureElement(file.Reserve(), "Document", null);
    }

    /// <summary>What drawn text belongs to.</summary>
    public StructureElement Current { get; private set; }

    /// <summary>How many elements the document has so far.</summary>
    public int Place => _document.Kids;

    public StructureElement Open(string type, string entries = "", string? alternative = null) =>
        Current = new StructureElement(_file.Reserve(), type, Current, entries) { Alternative = alternative };

    /// <summary>A heading belongs to the document, whatever it was drawn within.</summary>
    public StructureElement OpenAtTop(string type) => Current = new StructureElement(_file.Reserve(), type, _document);

    /// <summary>An element that others are drawn between the parts of, such as the cells of a row that two pages share.</summary>
    public StructureElement Make(string type, StructureElement parent, string entries = "") => new(_file.Reserve(), type, parent, entries);

    /// <summary>Text drawn from here on belongs to that element.</summary>
    public void Enter(StructureElement element) => Current = element;

    /// <summary>Ends the current element.</summary>
    /// <param name="back">What is current afterwards; null: its parent.</param>
    /// <param name="place">Not null: where among the document's elements it belongs.</param>
    public void Close(StructureElement? back = null, int? place = null)
    {
        StructureElement ended = Current;
        Finish(ended, place);
        Current = back ?? ended.Parent!;
    }

    /// <summary>Writes an element and joins it to its parent.</summary>
    public void Finish(StructureElement element, int? place = null)
    {
        _file.PackedObject(element.Number, o => element.Write(o, _root));
        if (place is int at)
            element.Parent!.InsertElement(at, element.Number);
        else
            element.Parent!.AddElement(element.Number);
    }

    /// <summary>Writes an element that joined its parent when it was drawn.</summary>
    public void Write(StructureElement element) => _file.PackedObject(element.Number, o => element.Write(o, _root));

    /// <summary>A key under which a page or an annotation finds its elements.</summary>
    public int NewKey()
    {
        _parents.Add(0);
        return _parents.Count - 1;
    }

    /// <summary>Says which element a link's annotation belongs to.</summary>
    public void SetParent(int key, int element) => _parents[key] = element;

    /// <summary>Says which element each mark of a finished page belongs to.</summary>
    public void EndPage(PageRecord page) => _parents[page.StructureKey] = _file.PackedObject(o =>
    {
        o.Add("["u8);
        foreach (int element in page.Marks)
            o.Reference(element);
        o.Add("]"u8);
    });

    /// <summary>Writes what is left; returns the root's object.</summary>
    public int Finish()
    {
        Write(_document);
        int parents = _file.PackedObject(o =>
        {
            o.Add("<</Nums["u8);
            for (int key = 0; key < _parents.Count; key++)
            {
                if (_parents[key] != 0)
                    o.Add(key).Add(" "u8).Reference(_parents[key]);
            }
            o.Add("]>>"u8);
        });
        _file.PackedObject(_root, o => o.Add("<</Type/StructTreeRoot/K "u8).Reference(_document.Number)
            .Add("/ParentTree "u8).Reference(parents).Add("/ParentTreeNextKey "u8).Add(_parents.Count).Add(">>"u8));
        return _root;
    }
}
