namespace StoreForensics.Cli.Terminal;

/// <summary>Colours of what is graded: severities, letters of changes, results of checks. Words stay what they are; without colour nothing is lost.</summary>
internal static class Colours
{
    private const string Off = "\e[0m";
    private const string Alarm = "1;31", Bad = "31", Doubt = "33", Good = "32", Mild = "36";

    /// <summary>A change's letter, or a line that begins with it.</summary>
    public static string Change(string text) => Of(text, text.Length == 0 ? null : text[0] switch { 'A' => Good, 'C' => Doubt, 'D' => Bad, _ => null });

    /// <summary>A cell of a table by the name of its column.</summary>
    /// <param name="column">As it is headed.</param>
    /// <param name="word">What the cell says.</param>
    /// <param name="shown">The cell, or a line of it, filled up.</param>
    public static string Cell(string column, string word, string shown) => column switch
    {
        "SEVERITY" => Of(shown, word switch { "critical" => Alarm, "high" => Bad, "medium" => Doubt, "low" => Mild, _ => null }),
        "STATUS" => Of(shown, word switch { "altered" or "missing" or "planted" => Bad, "unverifiable" => Doubt, "ok" => Good, _ => null }),
        "CHANGE" => Change(shown),
        _ => shown,
    };

    private static string Of(string text, string? code) => code is null || !Screen.HasColour ? text : $"\e[{code}m{text}{Off}";
}
