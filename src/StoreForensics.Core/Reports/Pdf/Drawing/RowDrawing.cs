using StoreForensics.Reports.Pdf.Objects;
using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Drawing;

/// <summary>A cell's text and its place across the page.</summary>
/// <param name="Text">Set for its width.</param>
/// <param name="X">Left edge.</param>
/// <param name="Width">In points.</param>
/// <param name="AlignRight">For numbers.</param>
/// <param name="Kind">What it is in the structure.</param>
/// <param name="Columns">How many columns of the table it spans.</param>
internal readonly record struct RowCell(LaidText Text, double X, double Width, bool AlignRight = false, CellKind Kind = CellKind.Data, int Columns = 1);

internal enum CellKind : byte
{
    Data,
    ColumnHead,
    RowHead,
}

/// <summary>How a row looks.</summary>
/// <param name="Padding">Above and below the text.</param>
/// <param name="Band">Its background; null: none.</param>
/// <param name="RuleAbove">A hairline above it, unless it begins a page.</param>
/// <param name="KeepWithNext">It must not end a page.</param>
internal readonly record struct RowLook(double Padding, Colour? Band = null, bool RuleAbove = false, bool KeepWithNext = false);

/// <summary>
/// Places the rows of any table. A row is kept whole unless it is tall; no page ends with a row that belongs to the next, and none begins with the last row
/// alone or ends with the first alone. For that, two rows are held back until it is known what follows them.
/// </summary>
/// <param name="flow">Where it is drawn.</param>
/// <param name="headHeight">Room that the repeated head takes.</param>
/// <param name="spaceAbove">Above the table.</param>
/// <param name="drawHead">Draws the head at the flow's place and takes its room.</param>
internal sealed class RowDrawing(PageFlow flow, double headHeight, double spaceAbove, Action drawHead)
{
    private const double LeastOfSplitRow = 72; // five lines and more
    private const double Tall = Theme.BodyHeight / 5; // taller rows are split where the page ends

    private readonly Queue<Row> _held = new();
    private bool _begun;

    public void Add(RowCell[] cells, RowLook look)
    {
        _held.Enqueue(new Row(cells, look));
        if (_held.Count > 2)
            PlaceFirst(isLastButOne: false);
    }

    /// <summary>Places what is held back.</summary>
    public void Finish()
    {
        while (_held.Count > 0)
            PlaceFirst(isLastButOne: _held.Count == 2);
    }

    private void PlaceFirst(bool isLastButOne)
    {
        Row row = _held.Dequeue();
        bool pairs = _held.Count > 0 && (row.Look.KeepWithNext || isLastButOne || !_begun);
        double needed = row.Least + (pairs ? _held.Peek().Least : 0);
        // A chain of rows that want each other ends here: more than half a page is not moved for it.
        if (needed > Theme.BodyHeight / 2)
            needed = row.Least;
        RowLook look = row.Look;
        MakeRoom(needed, ref look);
        row.Begin(flow.Structure);
        if (row.Height > flow.Remaining + 0.01)
            Split(row, look);
        else
            Draw(row, look, 0, row.Lines);
        row.End(flow.Structure);
    }

    private void MakeRoom(double needed, ref RowLook look)
    {
        if (!_begun)
        {
            _begun = true;
            flow.Begin(headHeight + needed, spaceAbove);
            drawHead();
            look = look with { RuleAbove = false };
        }
        else if (!flow.Fits(needed))
        {
            Continue();
            look = look with { RuleAbove = false };
        }
    }

    private void Continue()
    {
        flow.TurnPage();
        drawHead();
    }

    private void Split(Row row, RowLook look)
    {
        for (int first = 0; first < row.Lines;)
        {
            int count = Math.Min(row.Lines - first, Math.Max(1, (int)((flow.Remaining - (2 * look.Padding)) / row.LineHeight)));
            // Never a single line on the next page.
            if (row.Lines - first - count == 1 && count > 2)
                count--;
            Draw(row, look, first, count);
            first += count;
            if (first < row.Lines)
            {
                Continue();
                look = look with { RuleAbove = false };
            }
        }
    }

    private void Draw(Row row, RowLook look, int firstLine, int count)
    {
        double height = (count * row.LineHeight) + (2 * look.Padding);
        if (look.Band is Colour band)
            flow.Canvas.Rectangle(Theme.MarginLeft, flow.Y, Theme.BodyWidth, height, band);
        if (look.RuleAbove)
            flow.Canvas.HorizontalLine(Theme.MarginLeft, flow.Y, Theme.BodyWidth, Theme.Hairline);
        for (int c = 0; c < row.Cells.Length; c++)
        {
            RowCell cell = row.Cells[c];
            row.Enter(flow.Structure, c);
            double top = flow.Y + look.Padding;
            for (int i = firstLine; i < Math.Min(firstLine + count, cell.Text.Lines.Count); i++, top += row.LineHeight)
            {
                TextLine line = cell.Text.Lines[i];
                flow.DrawLine(cell.AlignRight ? cell.X + cell.Width - line.Width : cell.X, top, cell.Text, line);
            }
        }
        flow.Take(height);
    }

    private sealed class Row
    {
        public Row(RowCell[] cells, RowLook look)
        {
            (Cells, Look) = (cells, look);
            foreach (RowCell cell in cells)
            {
                Lines = Math.Max(Lines, cell.Text.Lines.Count);
                LineHeight = Math.Max(LineHeight, cell.Text.LineHeight);
            }
        }

        public RowCell[] Cells { get; }

        public RowLook Look { get; }

        public int Lines { get; } = 1;

        public double LineHeight { get; }

        public double Height => (Lines * LineHeight) + (2 * Look.Padding);

        private StructureElement? _element;
        private StructureElement[] _elements = [];

        public void Begin(StructureTree structure)
        {
            StructureElement element = _element = structure.Open("TR");
            _elements = [.. Cells.Select(cell => structure.Make(cell.Kind == CellKind.Data ? "TD" : "TH", element, Entries(cell)))];
        }

        public void Enter(StructureTree structure, int cell) => structure.Enter(_elements[cell]);

        public void End(StructureTree structure)
        {
            foreach (StructureElement cell in _elements)
                structure.Finish(cell);
            structure.Enter(_element!);
            structure.Close();
        }

        private static string Entries(RowCell cell) => cell.Kind switch
        {
            CellKind.ColumnHead => "/A<</O/Table/Scope/Column>>",
            CellKind.RowHead => "/A<</O/Table/Scope/Row>>",
            _ => cell.Columns > 1 ? $"/A<</O/Table/ColSpan {cell.Columns}>>" : "",
        };

        /// <summary>The room without which it does not begin on a page.</summary>
        public double Least => Height > Tall ? LeastOfSplitRow : Height;
    }
}
