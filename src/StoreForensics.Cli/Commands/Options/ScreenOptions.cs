using System.CommandLine;
using StoreForensics.Cli.Terminal;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>How what is printed is shown on a terminal.</summary>
internal static class ScreenOptions
{
    private const string Colour = "--color", NoPager = "--no-pager";

    // What these print is short, or no text to be read.
    private static readonly string[] s_unpaged = ["analyze", "extract", "completion"];

    public static void AddTo(RootCommand root)
    {
        root.Add(new Option<string>(Colour, "--colour")
        {
            Description = "Severities and letters of changes in colour: on a terminal (auto, unless NO_COLOR is set), always or never",
            DefaultValueFactory = _ => "auto",
            HelpName = "auto|always|never",
            Recursive = true,
        }.Suggesting("auto", "always", "never"));
        root.Add(new Option<bool>(NoPager)
        {
            Description = "Long output on a terminal without a pager ($PAGER, else less where there is one)",
            Recursive = true,
        });
    }

    /// <exception cref="Primitives.UsageException">No such choice of colour.</exception>
    public static void Begin(ParseResult call) => Screen.Begin(
        call.GetValue<string>(Colour) ?? "auto",
        pages: !call.GetValue<bool>(NoPager) && !s_unpaged.Contains(call.CommandResult.Command.Name, StringComparer.Ordinal));
}
