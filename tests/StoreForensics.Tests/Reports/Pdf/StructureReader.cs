using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics.Operations;
using UglyToad.PdfPig.Graphics.Operations.MarkedContent;
using UglyToad.PdfPig.Tokens;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>Reads the logical structure of a PDF back (ISO 32000-1, 14.7) and checks, while it walks, what must agree with what.</summary>
internal sealed class StructureReader
{
    private readonly PdfDocument _document;
    private readonly Dictionary<(long Page, int Mark), long> _ownerOfMark = [];
    private readonly Dictionary<long, long> _ownerOfAnnotation = [];

    public StructureReader(PdfDocument document)
    {
        _document = document;
        Root = Dictionary(document.Structure.Catalog.CatalogDictionary.Data["StructTreeRoot"]);
        ParentTree = ReadParentTree();
        var top = (IndirectReferenceToken)Root.Data["K"];
        Top = Read(top.Data.ObjectNumber, null);
    }

    public DictionaryToken Root { get; }

    public Element Top { get; }

    /// <summary>Key to the object that it leads to: for a page an array, for an annotation an element.</summary>
    public IReadOnlyDictionary<int, IToken> ParentTree { get; }

    /// <summary>The element that claims a mark of a page; 0 when none does.</summary>
    public long OwnerOf(long page, int mark) => _ownerOfMark.GetValueOrDefault((page, mark));

    public long OwnerOf(long annotation) => _ownerOfAnnotation.GetValueOrDefault(annotation);

    public IEnumerable<Element> All() => Flatten(Top);

    /// <summary>For each operator of a page that draws: the mark it lies in; -1 inside of an artifact, null outside of all marks.</summary>
    public static IEnumerable<(string Operator, int? Mark)> Drawing(Page page)
    {
        int? mark = null;
        foreach (IGraphicsStateOperation operation in page.Operations)
        {
            switch (operation)
            {
                case BeginMarkedContentWithProperties begin:
                    Assert.That(mark, Is.Null, "marks must not nest");
                    mark = begin.Properties is DictionaryToken dictionary && dictionary.Data.TryGetValue("MCID", out IToken? id) ? ((NumericToken)id).Int : -1;
                    break;
                case BeginMarkedContent:
                    Assert.That(mark, Is.Null, "marks must not nest");
                    mark = -1;
                    break;
                case EndMarkedContent:
                    Assert.That(mark, Is.Not.Null);
                    mark = null;
                    break;
                default:
                    if (operation.Operator is "Tj" or "f" or "Do")
                        yield return (operation.Operator, mark);
                    break;
            }
        }
        Assert.That(mark, Is.Null, "a mark is not ended");
    }

    public DictionaryToken Dictionary(IToken token) => (DictionaryToken)Resolve(token);

    public IToken Resolve(IToken token) => token is IndirectReferenceToken reference ? _document.Structure.GetObject(reference.Data).Data : token;

    private static IEnumerable<Element> Flatten(Element element) => element.Children.SelectMany(Flatten).Prepend(element);

    private Dictionary<int, IToken> ReadParentTree()
    {
        var numbers = (ArrayToken)Dictionary(Root.Data["ParentTree"]).Data["Nums"];
        var tree = new Dictionary<int, IToken>();
        for (int i = 0; i + 1 < numbers.Data.Count; i += 2)
            tree.Add(((NumericToken)numbers.Data[i]).Int, numbers.Data[i + 1]);
        Assert.That(tree.Keys, Is.Ordered);
        return tree;
    }

    private Element Read(long number, Element? parent)
    {
        DictionaryToken dictionary = Dictionary(new IndirectReferenceToken(new IndirectReference(number, 0)));
        var element = new Element(number, ((NameToken)dictionary.Data["S"]).Data, dictionary);
        if (parent is not null)
            Assert.That(((IndirectReferenceToken)dictionary.Data["P"]).Data.ObjectNumber, Is.EqualTo(parent.Number), "the parent that an element names");
        long page = dictionary.Data.TryGetValue("Pg", out IToken? own) ? ((IndirectReferenceToken)own).Data.ObjectNumber : 0;
        if (dictionary.Data.TryGetValue("K", out IToken? kids))
        {
            foreach (IToken kid in ((ArrayToken)kids).Data)
                ReadKid(element, kid, page);
        }
        return element;
    }

    private void ReadKid(Element element, IToken kid, long page)
    {
        switch (kid)
        {
            case NumericToken mark:
                _ownerOfMark.Add((page, mark.Int), element.Number);
                break;
            case IndirectReferenceToken child:
                element.Children.Add(Read(child.Data.ObjectNumber, element));
                break;
            case DictionaryToken content:
                long place = ((IndirectReferenceToken)content.Data["Pg"]).Data.ObjectNumber;
                if (((NameToken)content.Data["Type"]).Data == "MCR")
                    _ownerOfMark.Add((place, ((NumericToken)content.Data["MCID"]).Int), element.Number);
                else
                    _ownerOfAnnotation.Add(((IndirectReferenceToken)content.Data["Obj"]).Data.ObjectNumber, element.Number);
                break;
        }
    }

    internal sealed record Element(long Number, string Type, DictionaryToken Dictionary)
    {
        public List<Element> Children { get; } = [];
    }
}
