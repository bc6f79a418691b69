using System.CommandLine;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Words that a shell offers for an option's value. What the option takes is checked where it is read.</summary>
internal static class Suggestions
{
    public static Option<T> Suggesting<T>(this Option<T> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        return option;
    }
}
