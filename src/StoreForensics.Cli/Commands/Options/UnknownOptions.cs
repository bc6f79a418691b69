using System.CommandLine;
using System.CommandLine.Parsing;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Options that a command does not have, which the parser takes for its next argument.</summary>
internal static class UnknownOptions
{
    /// <exception cref="UsageException">There is one. What follows <c>--</c> is what it stands for.</exception>
    public static void Check(ParseResult call)
    {
        if (call.Tokens.Any(t => t.Type == TokenType.DoubleDash))
            return;
        IEnumerable<Token> words = call.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens);
        if (words.FirstOrDefault(t => t.Value.Length > 1 && t.Value[0] == '-') is { } unknown)
            throw new UsageException(
                $"Unrecognized command or argument '{DisplayText.Escape(unknown.Value)}'.\ntry: storeforensics {call.CommandResult.Command.Name} --help");
    }
}
