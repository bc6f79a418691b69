using System.Diagnostics;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>Calls that cannot be done: code 2 and a sentence, before any work; and the small courtesies of a command line.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class WrongCallTests
{
    private static string Barn => GraphEvidence.Barn.Tar;

    [Test]
    public void An_unknown_option() => AssertWrong("timeline", Barn, "--no-such-option");

    [Test]
    public void An_unknown_command() => AssertWrong("frobnicate", Barn);

    [Test]
    public void No_evidence_named() => AssertWrong("images");

    [Test]
    public void Analyze_without_an_output() => AssertWrong("analyze", Barn);

    [TestCase("analyze")]
    [TestCase("info")]
    public void An_unknown_option_where_several_evidences_are_taken(string command) =>
        Assert.That(AssertWrong([command, Barn, "--no-such", .. command == "analyze" ? ["-o", "x.csv"] : (string[])[]]).Errors, Does.Contain("--no-such"));

    [Test]
    public void Standard_input_twice() => AssertWrong("info", "-", "-");

    [Test]
    public void Ecs_for_another_format() => AssertWrong("timeline", Barn, "--ecs", "--format", "csv");

    [Test]
    public void Help_is_given_though_an_output_is_missing() => Assert.That(BuiltProgram.Run("analyze", "--help").MustExit(0).Text, Does.Contain("Examples:"));

    [Test]
    public void An_ending_that_no_writer_has() => AssertWrong("analyze", Barn, "-o", "report.docx");

    [Test]
    public void A_date_that_is_none() => AssertWrong("timeline", Barn, "--since", "yesterday-ish");

    [Test]
    public void No_such_container() => Assert.That(AssertWrong("diff", Barn, "nobody").Errors, Does.Contain("nobody"));

    [Test]
    public void No_such_image() => Assert.That(AssertWrong("history", Barn, "nobody/none").Errors, Does.Contain("nobody/none"));

    /// <summary>Two images of barn begin with 6b.</summary>
    [Test]
    public void An_ambiguous_prefix_lists_the_candidates()
    {
        ProgramRun run = AssertWrong("history", Barn, "6b");
        Assert.Multiple(() =>
        {
            Assert.That(run.Errors, Does.Contain("6b5f24519d8d"));
            Assert.That(run.Errors, Does.Contain("6b7a51acba67"));
        });
    }

    [Test]
    public void An_existing_output_is_kept_unless_forced()
    {
        using var scratch = new ScratchFolder();
        string report = scratch.File("t.csv");
        File.WriteAllText(report, "mine");
        AssertWrong("analyze", Barn, "-o", report);
        Assert.That(File.ReadAllText(report), Is.EqualTo("mine"));
        BuiltProgram.Run("analyze", Barn, "-o", report, "--force").MustExit(GraphEvidence.Barn.GoodEnds);
        Assert.That(new FileInfo(report).Length, Is.GreaterThan(1000));
    }

    [Test]
    public void An_output_that_cannot_be_written()
    {
        using var scratch = new ScratchFolder();
        ProgramRun run = BuiltProgram.Run("analyze", Barn, "-o", scratch.File("no/such/folder/t.csv")).MustExit(5).MustExplainItself();
        Assert.That(run.Output, Is.Empty);
    }

    [TestCase("fb2b1a27e8d9", TestName = "An_image_by_a_prefix_of_its_id")]
    [TestCase("sha256:fb2b1a27e8d9", TestName = "An_image_by_a_prefix_with_sha256")]
    [TestCase("barn/kept:1", TestName = "An_image_by_its_reference")]
    public void An_image_can_be_named(string name) =>
        Assert.That(GraphEvidence.Barn.Ask("history", name).JsonRows()[0].Text("created_by"), Is.EqualTo(
            GraphEvidence.Barn.Truth.Images.Single(image => image.Id.StartsWith("fb2b1a27e8d9", StringComparison.Ordinal)).CreatedBy));

    /// <summary><c>| head</c> is no error.</summary>
    [Test]
    public void A_closed_pipe_is_no_error()
    {
        using Process process = BuiltProgram.StartRaw("timeline", Barn);
        process.StandardInput.Close();
        process.StandardOutput.BaseStream.ReadExactly(new byte[100]);
        process.StandardOutput.Close();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Multiple(() =>
        {
            Assert.That(GraphEvidence.Barn.GoodEnds, Does.Contain(process.ExitCode));
            Assert.That(errors, Does.Not.Contain("ipe"));
            Assert.That(errors, Does.Not.Contain("   at "));
        });
    }

    private static ProgramRun AssertWrong(params string[] arguments)
    {
        ProgramRun run = BuiltProgram.Run(arguments).MustExit(2).MustExplainItself();
        Assert.That(run.Output, Is.Empty, "nothing on standard output");
        return run;
    }
}
