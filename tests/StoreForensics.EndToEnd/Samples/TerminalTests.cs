using System.Diagnostics;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>What differs on a terminal (util-linux's <c>script</c> gives one): colour, pages, tables; and calls typed by the habit of other tools.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class TerminalTests
{
    private const string Red = "\e[31mD /";

    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    [Test]
    public void Colour_is_for_terminals_or_who_asks()
    {
        Assert.Multiple(() =>
        {
            Assert.That(BuiltProgram.Run("diff", s_sample, "web").MustExit(0).Text, Does.Not.Contain("\e").And.Contain("\nD /"));
            Assert.That(BuiltProgram.Run("diff", s_sample, "web", "--color", "always").MustExit(0).Text, Does.Contain(Red));
            Assert.That(BuiltProgram.Run("findings", s_sample, "--color", "always").MustExit(0).Text, Does.Contain("\e[1;31mcritical\e[0m"));
            Assert.That(BuiltProgram.Run("diff", s_sample, "web", "--color", "sometimes").MustExit(2).MustExplainItself().Errors, Does.Contain("sometimes"));
            Assert.That(OnTerminal("diff web").Output, Does.Contain(Red));
            Assert.That(OnTerminal("diff web --color never").Output, Does.Not.Contain(Red));
            Assert.That(OnTerminal("diff web", ("NO_COLOR", "1")).Output, Does.Not.Contain(Red));
        });
    }

    [Test]
    public void Long_output_goes_through_the_pager_and_the_exit_code_stays()
    {
        using var scratch = new ScratchFolder();
        string pager = scratch.File("pager");
        File.WriteAllText(pager, "#!/bin/sh\nhead -n 1\necho PAGED\nexit 9\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(pager, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        (string, string) asked = ("PAGER", pager);
        Assert.Multiple(() =>
        {
            Assert.That(OnTerminal("timeline", asked), Is.EqualTo((0, "TIME (UTC)               EVENT                 OF\nPAGED\n")));
            Assert.That(OnTerminal("timeline --no-pager", asked).Output, Does.Not.Contain("PAGED").And.Contain("layer.file.modified"));
            Assert.That(OnTerminal("images", asked).Output, Does.Not.Contain("PAGED"), "short");
            Assert.That(OnTerminal("timeline", ("PAGER", "no-such-pager")).Output, Does.Contain("layer.file.modified"));
            Assert.That(OnTerminal("history no:such", asked).Code, Is.EqualTo(2));
        });
    }

    /// <summary>A file's own text may drive the terminal, or hide what it says; into a pipe go its bytes.</summary>
    [Test]
    public void What_a_file_holds_does_not_drive_the_terminal()
    {
        const string Path = "var/lib/docker/containers/", Hostile = "a\tb\e]0;x\a\u009b2J\u202egpj\n";
        string id = new('7', 64);
        string tar = new TinyTar().File($"{Path}{id}/config.v2.json", $$"""{"ID":"{{id}}","Name":"/x","Driver":"overlay2","Config":{} }""")
            .File("etc/hostile", Hostile).WriteTo(ScratchFolder.Session.File("hostile.tar"));
        Assert.Multiple(() =>
        {
            Assert.That(OnTerminalOf(tar, "cat @host /etc/hostile").Output, Does.Contain("a\tb\\x1b]0;x\\x07\\u{009B}2J\\u{202E}gpj"));
            Assert.That(BuiltProgram.Run("cat", tar, "@host", "/etc/hostile").MustExit(0).Text, Is.EqualTo(Hostile));
        });
    }

    [Test]
    public void A_timeline_is_a_table_for_eyes_and_CSV_for_pipes()
    {
        Assert.That(BuiltProgram.Run("timeline", s_sample).MustExit(0).Text, Does.StartWith("datetime,"));
        Assert.That(BuiltProgram.Run("timeline", s_sample, "--format", "table", "--type", "container.started").MustExit(0).Text.Split('\n')[..2], Is.EqualTo(new[]
        {
            "TIME (UTC)               EVENT                 OF                        WHAT",
            "2026-11-27 10:12:09.512  container.started     fervent_archimedes        Container fervent_archimedes started, command: /bin/sh -c test -x /usr/bin/php",
        }));
    }

    [Test]
    public void Habits_of_other_tools_lead_somewhere()
    {
        string[] ids = BuiltProgram.Run("containers", s_sample, "-a", "-q", "--no-trunc").MustExit(0).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Multiple(() =>
        {
            Assert.That(ids, Is.EqualTo(BuiltProgram.Run("containers", s_sample, "--format", "json").JsonRows().Select(r => r.Text("id"))));
            Assert.That(BuiltProgram.Run("ps", s_sample).MustExit(2).Errors, Does.Contain("did you mean containers?"));
            Assert.That(BuiltProgram.Run("history", s_sample, "--no-trunc", "shop/web:1.4").MustExit(0).Text, Does.Contain("STEP"));
            Assert.That(BuiltProgram.Run("history", s_sample, "--no-such", "shop/web:1.4").MustExit(2).Errors, Does.Contain("--no-such"));
            Assert.That(BuiltProgram.Run("cat", s_sample, "web", "/bin/ls").MustExit(2).Errors, Does.Contain("points to busybox"));
        });
    }

    [Test]
    public void The_last_lines_of_a_log_are_those_of_the_whole()
    {
        string[] all = Log(), last = Log("-t", "--tail", "2"), from = Log("--since", all[1][..30]);
        Assert.That(all, Has.Length.GreaterThan(2));
        Assert.That(last, Is.EqualTo(all[^2..]));
        Assert.That(from, Is.EqualTo(all[1..]));
        BuiltProgram.Run("logs", s_sample, "web", "--tail", "few").MustExit(2).MustExplainItself();
    }

    [Test]
    public void A_name_may_be_a_pattern()
    {
        string[] images = [.. BuiltProgram.Run("timeline", s_sample, "--image", "shop/web:1.?", "--type", "image.created", "--format", "jsonl").MustExit(0)
            .JsonRows().SelectMany(r => r.List("image"))];
        Assert.That(images, Has.Some.EqualTo("shop/web:1.3").And.Some.EqualTo("shop/web:1.4").And.None.StartsWith("busybox"));
    }

    private static string[] Log(params string[] more) =>
        BuiltProgram.Run(["logs", s_sample, "web", .. more]).MustExit(0).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // The first word is the command, the sample comes after it.
    private static (int Code, string Output) OnTerminal(string call, params (string Name, string Value)[] surroundings) =>
        OnTerminalOf(s_sample, call, surroundings);

    private static (int Code, string Output) OnTerminalOf(string evidence, string call, params (string Name, string Value)[] surroundings)
    {
        if (!File.Exists("/usr/bin/script"))
            Assert.Ignore("needs util-linux's script for a terminal");
        int space = call.IndexOf(' ', StringComparison.Ordinal);
        (string command, string rest) = space < 0 ? (call, "") : (call[..space], call[space..]);
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo("/usr/bin/script") { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (string argument in (string[])["-qec", $"stty rows 24 cols 80; '{host}' '{BuiltProgram.Assembly}' {command} '{evidence}'{rest} 2>/dev/null", "/dev/null"])
            start.ArgumentList.Add(argument);
        start.Environment["TERM"] = "xterm";
        start.Environment["PAGER"] = "cat";
        start.Environment.Remove("NO_COLOR");
        foreach ((string name, string value) in surroundings)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        // A terminal ends lines its own way, and .NET asks it for its mode.
        return (process.ExitCode, output.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\e[?1h\e=", "", StringComparison.Ordinal));
    }
}
