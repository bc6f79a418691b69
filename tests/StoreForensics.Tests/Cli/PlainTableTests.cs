extern alias cli;

using cli::StoreForensics.Cli.Output;
using Spectre.Console;

namespace StoreForensics.Tests.Cli;

public sealed class PlainTableTests
{
    private static readonly string[] s_columns = ["IMAGE ID", "NAME", "PORTS"];

    private static readonly string[][] s_rows =
    [
        ["0123456789ab", "web", ""], ["", "", ""], ["x", "a  name [with] blanks, longer than its head", "0.0.0.0:80->80/tcp, [::]:80->80/tcp"],
            ["\\xff", "~", "!"],
    ];

    /// <summary>The library lays out what is not plain, so both must write the same.</summary>
    [Test]
    public void Lines_are_those_of_the_library()
    {
        var plain = new StringWriter();
        PlainTable.Write(plain, s_columns, s_rows, [.. s_columns.Select((name, i) => s_rows.Max(row => Math.Max(row[i].Length, name.Length)))], 3);

        Assert.That(plain.ToString(), Is.EqualTo(OfLibrary()));
    }

    [TestCase("printable ~ ASCII", true)]
    [TestCase("", true)]
    [TestCase("wide 東", false)]
    [TestCase("combining e\u0301", false)]
    [TestCase("\t", false)]
    [TestCase(" at its head", false)]
    [TestCase("at its end ", false)]
    public void Only_what_takes_one_place_a_character_is_plain(string cell, bool expected) =>
        Assert.That(PlainTable.CanHold([["a", cell]]), Is.EqualTo(expected));

    private static string OfLibrary()
    {
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 1_000_000;
        Table table = new Table().Border(TableBorder.None).HideRowSeparators();
        for (int i = 0; i < s_columns.Length; i++)
            table.AddColumn(new TableColumn(s_columns[i]) { NoWrap = true, Padding = new Padding(0, 0, i == s_columns.Length - 1 ? 0 : 3, 0) });
        foreach (string[] row in s_rows)
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        console.Write(table);
        return text.ToString();
    }
}
