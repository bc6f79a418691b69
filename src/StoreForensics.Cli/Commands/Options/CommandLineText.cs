using System.Text;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>
/// The call as the reports record it. Where outputs go and how progress is shown says nothing about the result, and would make the same examination into
/// another place give other bytes: those options are left out.
/// </summary>
internal static class CommandLineText
{
    private static readonly string[] s_withValue = ["-o", "--output", "--scratch", "--color", "--colour"];
    private static readonly string[] s_bare = ["--force", "--quiet", "-q", "--progress", "--no-pager"];

    public static string Of(string[] args)
    {
        var text = new StringBuilder(ToolVersion.Name);
        for (int i = 0; i < args.Length; i++)
        {
            if (s_withValue.Contains(args[i], StringComparer.Ordinal))
                i++;
            else if (!s_bare.Contains(args[i], StringComparer.Ordinal) && !s_withValue.Any(o => args[i].StartsWith(o + "=", StringComparison.Ordinal)))
                text.Append(' ').Append(Quote(args[i]));
        }
        return text.ToString();
    }

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,@%+*".Contains(c, StringComparison.Ordinal))
            ? argument
            : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
