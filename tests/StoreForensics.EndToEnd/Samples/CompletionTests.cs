using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>Completion in a real bash: its script is evaluated and asked as the shell asks it when tab is pressed.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class CompletionTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    private const string Ask = """
        set -eu
        eval "$(storeforensics completion bash)"
        complete -p storeforensics >/dev/null
        for line in "$@"; do
            COMP_LINE=$line COMP_POINT=${#line} COMPREPLY=()
            read -ra COMP_WORDS <<<"$line"
            [[ $line == *' ' ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _storeforensics || true
            echo "${COMPREPLY[*]-}"
        done
        """;

    [Test]
    public void Bash_completes_commands_options_and_values()
    {
        using var scratch = new ScratchFolder();
        WriteProgram(scratch);
        File.WriteAllText(scratch.File("ask.bash"), Ask);
        string[] lines = ["storeforensics an", "storeforensics analyze x --verif", "storeforensics findings x --format ", "storeforensics timeline x --logs f",
            "storeforensics analyze ", "storeforensics completion z", $"storeforensics diff {s_sample} w", $"storeforensics history {s_sample} shop/web:",
            $"storeforensics cat {s_sample} shop/web:1.4 /etc/app", $"storeforensics ls {s_sample} @h", "storeforensics diff /no/such w"];

        string answer = scratch.File("answer");
        HostTool.Run("env", ["PATH=" + scratch.Root + ":" + Environment.GetEnvironmentVariable("PATH"), "bash", "--norc", scratch.File("ask.bash"), .. lines],
            outputFile: answer);

        // Where an evidence is typed nothing is said, and bash offers files.
        Assert.That(File.ReadAllLines(answer), Is.EqualTo(new[] { "analyze", "--verify", "json table", "first-last", "", "zsh", "web", "1.3 1.4 latest stable", "/etc/app/", "@host", "" }));
    }

    [TestCase("bash", "complete ")]
    [TestCase("zsh", "compdef ")]
    [TestCase("fish", "complete -c storeforensics")]
    [TestCase("powershell", "Register-ArgumentCompleter")]
    public void Every_shell_has_a_script(string shell, string word) =>
        Assert.That(BuiltProgram.Run("completion", shell).MustExit(0).Text, Does.Contain(word).And.Contain("[suggest:").And.EndWith("\n"));

    [TestCase("zsh", "zsh", "-n")]
    [TestCase("fish", "fish", "--no-execute")]
    [TestCase("bash", "bash", "-n")]
    public void The_shell_finds_nothing_wrong_with_its_script(string shell, string tool, string check)
    {
        using var scratch = new ScratchFolder();
        File.WriteAllBytes(scratch.File("script"), BuiltProgram.Run("completion", shell).MustExit(0).Output);
        HostTool.Run(tool, [check, scratch.File("script")], outputFile: scratch.File("said"));
        Assert.That(File.ReadAllText(scratch.File("said")), Is.Empty);
    }

    [Test]
    public void An_unknown_shell_is_a_wrong_call() => BuiltProgram.Run("completion", "tcsh").MustExit(2).MustExplainItself();

    private static void WriteProgram(ScratchFolder scratch)
    {
        string program = scratch.File("storeforensics"), host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        File.WriteAllText(program, $"#!/bin/sh\nexec '{host}' '{BuiltProgram.Assembly}' \"$@\"\n");
        if (OperatingSystem.IsWindows())
            Assert.Ignore("needs a shell script as program");
        else
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
