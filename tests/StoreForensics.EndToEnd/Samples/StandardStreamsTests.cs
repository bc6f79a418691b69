using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>Standard streams that are closed or full: an exit code and at most a plain line, never the inside of the program.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class StandardStreamsTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "ubuntu-0.7.2", "ubuntu-0.7.2.tar.gz");

    [TestCase(">&-", 5, "standard output cannot be written: it is closed")]
    [TestCase("<&- >&-", 5, "standard output cannot be written: it is closed")]
    [TestCase(">/dev/full", 5, "standard output cannot be written: No space left on device")]
    [TestCase("2>&-", 0, null)]
    [TestCase("2>/dev/full", 0, null)]
    [TestCase("<&- >&- 2>&-", 5, null)]
    [TestCase(">&- 2>/dev/full", 5, null)]
    public void A_table(string redirections, int code, string? line)
    {
        ProgramRun run = BuiltProgram.RunRedirected(redirections, "images", s_sample);

        Assert.That(run.ExitCode, Is.EqualTo(code), run.Errors);
        Assert.That(run.Errors, Is.EqualTo(line is null ? "" : $"storeforensics: {line}\n"));
    }

    /// <summary>Its number is then another file's: nothing may wait for what that one says.</summary>
    [Test]
    public void Evidence_on_a_standard_input_that_is_closed()
    {
        ProgramRun run = BuiltProgram.RunRedirected("<&-", "info", "-");

        Assert.That(run.ExitCode, Is.EqualTo(3), run.Errors);
        run.MustExplainItself();
    }

    [TestCase(">&-", 5)]
    [TestCase(">/dev/full", 5)]
    [TestCase("| head -c 1", 0)]
    public void The_timeline(string redirections, int code)
    {
        ProgramRun run = BuiltProgram.RunRedirected(redirections, "timeline", s_sample);

        Assert.That(run.ExitCode, Is.EqualTo(code), run.Errors);
        Assert.That(run.Errors.Split('\n'), Has.Length.LessThanOrEqualTo(2));
    }

    [TestCase("2>&-")]
    [TestCase("2>/dev/full")]
    public void An_error_that_nobody_can_be_told_keeps_its_exit_code(string redirections) =>
        Assert.That(BuiltProgram.RunRedirected(redirections, "images", "/nonexistent").ExitCode, Is.EqualTo(3));

    [Test]
    public void Version_and_help([Values("--version", "--help")] string option)
    {
        ProgramRun run = BuiltProgram.RunRedirected(">&-", option);

        Assert.That(run.ExitCode, Is.EqualTo(5), run.Errors);
        run.MustExplainItself();
    }

    /// <summary>What goes to the terminal must not get into a report that was given the terminal's descriptor.</summary>
    [Test]
    public void A_report_is_whole_without_standard_output()
    {
        using var scratch = new ScratchFolder();
        ProgramRun run = BuiltProgram.RunRedirected("<&- >&-", "analyze", s_sample, "-o", scratch.File("case.json"));

        Assert.That(run.ExitCode, Is.EqualTo(5), run.Errors);
        Assert.That(() => JsonDocument.Parse(File.ReadAllBytes(scratch.File("case.json"))).Dispose(), Throws.Nothing);
    }
}
