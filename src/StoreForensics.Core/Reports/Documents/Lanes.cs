namespace StoreForensics.Reports.Documents;

/// <summary>Lanes over one axis of moments in their order, with marks on them and ties between them.</summary>
/// <param name="Title">What it shows, for those who cannot see it.</param>
/// <param name="Columns">The moments' labels; empty where none stands.</param>
/// <param name="Rows">Top first.</param>
/// <param name="Ties">Between rows.</param>
internal sealed record Lanes(string Title, IReadOnlyList<string> Columns, IReadOnlyList<LaneRow> Rows, IReadOnlyList<RowTie> Ties) : Block;

/// <param name="Label">Whose lane it is.</param>
/// <param name="IsContainer">Else an image's.</param>
/// <param name="From">Where its bar begins.</param>
/// <param name="To">Where its bar ends; the last column where nothing ended it.</param>
/// <param name="Marks">Column and tone.</param>
internal sealed record LaneRow(RichText Label, bool IsContainer, int From, int To, IReadOnlyList<(int Column, Tone Tone)> Marks);

/// <param name="From">Index of the row.</param>
/// <param name="To">Index of the row.</param>
/// <param name="Sign">One letter, explained below the picture.</param>
/// <param name="Column">Where.</param>
internal sealed record RowTie(int From, int To, string Sign, int Column);
