using System.CommandLine;
using StoreForensics.Cli.Output;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>The <c>--format</c> of commands that print a table: <c>table</c>, or <c>json</c> with one object a line.</summary>
internal static class TableFormat
{
    public static Option<string> Option() => new Option<string>("--format")
    {
        Description = "table or json (one object per line)",
        DefaultValueFactory = _ =>
        "table",
        HelpName = "table|json"
    }.Suggesting("table", "json");

    /// <exception cref="UsageException">Neither of the two.</exception>
    public static bool IsJson(ParseResult call, Option<string> option) => call.GetValue(option) switch
    {
        "json" => true,
        "table" => false,
        var other => throw new UsageException($"unknown format {DisplayText.Escape(other)}; known are table and json"),
    };

    /// <summary>Prints objects, one a line.</summary>
    public static void PrintLines<T>(IEnumerable<T> objects, Action<System.Text.Json.Utf8JsonWriter, T> write)
    {
        using BufferedStream output = StandardOutput.Open();
        using var lines = new JsonLineWriter(output);
        foreach (T one in objects)
        {
            write(lines.Json, one);
            lines.EndLine();
        }
        lines.Flush();
        output.Flush();
    }
}
