extern alias cli;

using cli::StoreForensics.Cli.Terminal;

namespace StoreForensics.Tests.Cli;

public sealed class ColumnWidthsTests
{
    private static readonly string s_long = string.Join(' ', Enumerable.Repeat("word", 50));

    [Test]
    public void Atoms_keep_their_width_and_text_gets_the_rest() =>
        Assert.That(ColumnWidths.Fit([["ID", "0123456789ab"], ["NAME", "web"], ["REASON", s_long]], [true, false, false], 60), Is.EqualTo(new[] { 12, 4, 44 }));

    [Test]
    public void Words_are_not_broken_where_there_is_room() =>
        Assert.That(ColumnWidths.Fit([["RULE", "container-engine-socket"], ["REASON", s_long]], [false, false], 60), Is.EqualTo(new[] { 23, 37 }));

    [Test]
    public void Words_are_broken_before_a_table_is_given_up() =>
        Assert.That(ColumnWidths.Fit([["RULE", "container-engine-socket"], ["REASON", s_long]], [false, false], 20)!.Sum(), Is.EqualTo(20));

    [Test]
    public void Too_little_room_for_any_table() => Assert.That(ColumnWidths.Fit([["ID", new string('a', 64)], ["NAME", "web"]], [true, false], 60), Is.Null);

    [Test]
    public void No_column_is_wider_than_its_text() =>
        Assert.That(ColumnWidths.Fit([["A", "one two"], ["B", "three four"]], [false, false], 100), Is.EqualTo(new[] { 7, 10 }));
}
