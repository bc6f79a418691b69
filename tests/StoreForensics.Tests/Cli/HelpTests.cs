extern alias cli;

using System.CommandLine;
using System.CommandLine.Parsing;
using cli::StoreForensics.Cli.Commands;

namespace StoreForensics.Tests.Cli;

public sealed class HelpTests
{
    private static readonly RootCommand s_root = CommandTree.Build([]);

    public static IEnumerable<string> Commands => s_root.Subcommands.Select(c => c.Name).Append("storeforensics");

    [TestCaseSource(nameof(Commands))]
    public void Every_command_has_examples_that_can_be_called(string command)
    {
        string[] examples = HelpExamples.All[command];

        Assert.That(examples, Is.Not.Empty);
        foreach (string example in examples.Where(e => e.StartsWith("storeforensics ", StringComparison.Ordinal)))
        {
            ParseResult call = s_root.Parse(example.Split(" > ")[0].Split(" | ")[0]["storeforensics ".Length..], CommandTree.Parsing);
            Assert.That(call.Errors.Select(e => e.Message), Is.Empty, example);
            if (command != "storeforensics")
                Assert.That(new[] { call.CommandResult.Command.Name, (call.CommandResult.Parent as CommandResult)?.Command.Name }, Does.Contain(command),
                    example);
        }
    }

    [TestCaseSource(nameof(Commands))]
    public void Help_ends_with_them_though_arguments_are_missing(string command)
    {
        var output = new StringWriter();
        ParseResult call = s_root.Parse(command == "storeforensics" ? ["--help"] : [command, "--help"]);
        int code = call.Invoke(new InvocationConfiguration { Output = output });

        Assert.That(call.Errors, Is.Empty);
        Assert.That(code, Is.Zero);
        Assert.That(output.ToString().ReplaceLineEndings("\n"), Does.Contain("\nUsage:").And.EndWith("\n  " + HelpExamples.All[command][^1] + "\n"));
    }

    [TestCase("analyze x --verify ", "layers", "none")]
    [TestCase("info x --format ", "json", "table")]
    [TestCase("timeline x --logs ", "all", "first-last", "none")]
    [TestCase("completion ", "bash", "fish", "powershell", "zsh")]
    [TestCase("analyze x --hash f", "files")]
    public void Values_are_suggested(string line, params string[] words) =>
        Assert.That(s_root.Parse(line).GetCompletions(line.Length).Select(c => c.Label).Where(l => l[0] != '-').Order(StringComparer.Ordinal),
            Is.EqualTo(words));
}
