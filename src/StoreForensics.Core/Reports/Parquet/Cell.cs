namespace StoreForensics.Reports.Parquet;

/// <summary>A value of a row that is being given.</summary>
/// <param name="Number">The number, the flag (0 or 1) or the nanoseconds.</param>
/// <param name="Start">Of a text: where it begins among the row's bytes.</param>
/// <param name="Length">And how many it has.</param>
/// <param name="Kind">Which of the two it is.</param>
internal readonly record struct Cell(long Number, int Start, int Length, CellContent Kind)
{
    public bool IsNull => Kind == CellContent.Nothing;

    public bool IsText => Kind == CellContent.Text;
}

/// <summary>What a <see cref="Cell"/> holds.</summary>
internal enum CellContent : byte
{
    Nothing,
    Number,
    Text,
}
