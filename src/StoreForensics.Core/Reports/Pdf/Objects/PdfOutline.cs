using StoreForensics.Reports.Pdf.Pages;

namespace StoreForensics.Reports.Pdf.Objects;

/// <summary>The bookmarks (ISO 32000-1, 12.3.3): a tree of the headings by level, its first level open.</summary>
internal sealed class PdfOutline
{
    private readonly Node _root = new(null, 0);

    public PdfOutline(IReadOnlyList<DrawnHeading> headings)
    {
        var path = new Stack<Node>([_root]);
        foreach (DrawnHeading heading in headings)
        {
            while (path.Peek().Level >= heading.Level)
                path.Pop();
            var node = new Node(heading, heading.Level);
            path.Peek().Children.Add(node);
            path.Push(node);
        }
    }

    /// <summary>Writes all items; returns the number of the outline's root.</summary>
    public int Write(PdfFileWriter file)
    {
        _root.Number = file.Reserve();
        WriteChildren(file, _root);
        file.PackedObject(_root.Number, o =>
        {
            o.Add("<</Type/Outlines"u8);
            AddEnds(o, _root);
            o.Add("/Count "u8).Add(_root.Children.Count).Add(">>"u8);
        });
        return _root.Number;
    }

    // Three levels at most, so the recursion is as deep.
    private static void WriteChildren(PdfFileWriter file, Node parent)
    {
        foreach (Node child in parent.Children)
            child.Number = file.Reserve();
        for (int i = 0; i < parent.Children.Count; i++)
        {
            Node child = parent.Children[i];
            WriteChildren(file, child);
            int previous = i > 0 ? parent.Children[i - 1].Number : 0, next = i + 1 < parent.Children.Count ? parent.Children[i + 1].Number : 0;
            file.PackedObject(child.Number, o => WriteItem(o, child, parent.Number, previous, next));
        }
    }

    private static void WriteItem(PdfBuffer o, Node node, int parent, int previous, int next)
    {
        o.Add("<</Title"u8).Text(node.Heading!.Text).Add("/Parent "u8).Reference(parent).Add("/Dest"u8);
        AddDestination(o, node.Heading);
        if (previous != 0)
            o.Add("/Prev "u8).Reference(previous);
        if (next != 0)
            o.Add("/Next "u8).Reference(next);
        AddEnds(o, node);
        if (node.Children.Count > 0)
            o.Add("/Count -"u8).Add(node.Children.Count); // closed
        o.Add(">>"u8);
    }

    private static void AddEnds(PdfBuffer o, Node node)
    {
        if (node.Children.Count > 0)
            o.Add("/First "u8).Reference(node.Children[0].Number).Add("/Last "u8).Reference(node.Children[^1].Number);
    }

    /// <summary>The place of a heading, at the reader's own magnification.</summary>
    public static void AddDestination(PdfBuffer o, DrawnHeading heading) =>
        o.Add("["u8).Reference(heading.Page.ObjectNumber).Add("/XYZ "u8).Real(0).Real(Theme.PageHeight - heading.Y + 6).Add("null]"u8);

    private sealed class Node(DrawnHeading? heading, int level)
    {
        public DrawnHeading? Heading { get; } = heading;

        public int Level { get; } = level;

        public List<Node> Children { get; } = [];

        public int Number { get; set; }
    }
}
