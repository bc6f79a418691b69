extern alias cli;

using cli::StoreForensics.Cli.Terminal;

namespace StoreForensics.Tests.Cli;

/// <summary>Tables as lines: filled up between columns only, wrapped, or row by row.</summary>
public sealed class TableLinesTests
{
    private static readonly string[] s_columns = ["ID", "NAME", "PORTS"];

    [Test]
    public void The_last_cell_is_never_filled_up() => Assert.That(Lines(t =>
        new TableLines(t, s_columns, 3).Write([["0123", "web", ""], ["x", "db", "80"]], [4, 4, 40])), Is.EqualTo(new[]
        { "ID     NAME   PORTS", "0123   web", "x      db     80" }));

    [Test]
    public void A_cell_wider_than_its_column_shifts_its_own_row_alone() => Assert.That(Lines(t =>
        new TableLines(t, s_columns, 3).Write([["a-long-id", "web", "1"], ["x", "db", "80"]], [4, 4, 5])), Is.EqualTo(new[]
        { "ID     NAME   PORTS", "a-long-id   web    1", "x      db     80" }));

    [Test]
    public void Wide_characters_take_two_places() => Assert.That(Lines(t =>
        new TableLines(t, s_columns, 1).Write([["x", "東京", "1"]], [2, 6, 5])), Is.EqualTo(new[] { "ID NAME   PORTS", "x  東京   1" }));

    [Test]
    public void Wrapped_cells_break_at_blanks() => Assert.That(Lines(t =>
        new TableLines(t, s_columns, 1).WriteWrapped([["x", "one two three", "1"]], [2, 8, 5])), Is.EqualTo(new[]
        { "ID NAME     PORTS", "x  one two  1", "   three" }));

    [Test]
    public void A_record_begins_with_its_name_and_leaves_out_what_is_empty() => Assert.That(Lines(t =>
        new RecordLines(t, s_columns, 24).Write([["0123", "web", ""], ["x", "db", "80 81 82 83 84 85 86"]])), Is.EqualTo(new[]
        { "NAME   web", "ID     0123", "", "NAME   db", "ID     x", "PORTS  80 81 82 83 84 85", "       86" }));

    [TestCase("abcdef", 4, new[] { "abcd", "ef" })]
    [TestCase("ab cdef gh", 7, new[] { "ab cdef", "gh" })]
    [TestCase("東東東", 4, new[] { "東東", "東" })]
    [TestCase("", 4, new[] { "" })]
    public void Text_is_broken_within_its_width(string text, int width, string[] lines) =>
        Assert.That(TextWidth.Lines(text, width), Is.EqualTo(lines));

    private static string[] Lines(Action<StringWriter> write)
    {
        using var text = new StringWriter { NewLine = "\n" };
        write(text);
        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
