using System.CommandLine;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>The values of <c>--verify</c>.</summary>
internal static class VerifyChoice
{
    public const string Layers = "layers";
    public const string None = "none";

    public static Option<string> Option(string byDefault) => new Option<string>("--verify")
    {
        Description = "Compare layers with what was recorded when they were stored, reading their files; or not",
        DefaultValueFactory = _ => byDefault,
        HelpName = "layers|none",
    }.Suggesting(Layers, None);

    /// <exception cref="UsageException">Neither of the two.</exception>
    public static bool IsWanted(ParseResult call, Option<string> option) => call.GetValue(option) switch
    {
        Layers => true,
        None => false,
        var other => throw new UsageException($"--verify takes layers or none, not {DisplayText.Escape(other)}"),
    };
}
