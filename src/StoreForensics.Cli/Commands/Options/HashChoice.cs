using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>The words of <c>--hash</c>.</summary>
internal static class HashChoice
{
    public const string Evidence = "evidence";
    public const string Files = "files";
    public const string None = "none";

    /// <exception cref="UsageException">None of the three.</exception>
    public static string Parse(string word) => word is Evidence or Files or None
        ? word
        : throw new UsageException($"--hash takes evidence, files or none, not {DisplayText.Escape(word)}");
}
