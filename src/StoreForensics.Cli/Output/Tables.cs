using Spectre.Console;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>A table for people: fits a terminal, and is one line a row when it goes to a file or a pipe. Every cell is escaped here.</summary>
internal sealed class Tables
{
    private const int Unlimited = 1_000_000;

    private readonly Table _table = new Table().Border(TableBorder.None).HideRowSeparators();

    public Tables(params string[] columns)
    {
        foreach (string column in columns)
            _table.AddColumn(new TableColumn(Markup.Escape(column)) { NoWrap = Console.IsOutputRedirected, Padding = new Padding(0, 0, 3, 0) });
    }

    public void Row(params string?[] cells) =>
        _table.AddRow([.. cells.Select(c => new Text(DisplayText.Escape(c ?? "")))]);

    public void Print()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out), Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
        if (Console.IsOutputRedirected)
            console.Profile.Width = Unlimited;
        console.Write(_table);
    }

    /// <summary>As Docker's client prints sizes: four significant digits, powers of 1000.</summary>
    public static string Size(long? bytes)
    {
        if (bytes is not long value)
            return "unknown";
        string[] units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
        double size = value;
        int unit = 0;
        for (; size >= 1000 && unit < units.Length - 1; unit++)
            size /= 1000;
        return size.ToString("G4", System.Globalization.CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
