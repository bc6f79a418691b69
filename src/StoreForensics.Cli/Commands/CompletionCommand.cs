using System.CommandLine;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands;

/// <summary><c>completion SHELL</c>: the script that teaches a shell to complete calls.</summary>
internal static class CompletionCommand
{
    public static Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell" };
        shell.CompletionSources.Add("bash", "zsh", "fish", "powershell");
        var command = new Command("completion", "Prints a script that makes a shell complete calls of this program") { shell };
        command.SetAction(call => Console.Out.Write(Script(call.GetValue(shell)!).ReplaceLineEndings("\n")));
        return command;
    }

    /// <exception cref="UsageException">No script for that shell.</exception>
    private static string Script(string shell) => shell switch
    {
        "bash" => CompletionScripts.Bash,
        "zsh" => CompletionScripts.Zsh,
        "fish" => CompletionScripts.Fish,
        "powershell" or "pwsh" => CompletionScripts.PowerShell,
        _ => throw new UsageException($"no completion for {DisplayText.Escape(shell)}; known are bash, zsh, fish and powershell"),
    };
}
