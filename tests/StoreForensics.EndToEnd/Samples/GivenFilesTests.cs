using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>What the examiner gives beside the evidence: a FIFO or a device for a file is refused at once, and a date is a date.</summary>
[Platform("Linux")]
internal sealed class GivenFilesTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "ubuntu-0.7.2", "ubuntu-0.7.2.tar.gz");

    private readonly ScratchFolder _scratch = new();
    private string _folder = null!;
    private string _fifo = null!;

    [OneTimeSetUp]
    public void Make()
    {
        _folder = _scratch.Folder("given");
        // Of a name that every option takes.
        _fifo = Path.Combine(_folder, "report.html");
        HostTool.Run("mkfifo", [_fifo, Path.Combine(_folder, "rules.yaml")]);
    }

    [OneTimeTearDown]
    public void Remove() => _scratch.Dispose();

    [TestCase("findings", "--rules")]
    [TestCase("findings", "--ioc")]
    [TestCase("findings", "--known")]
    [TestCase("hunt", "--from")]
    [TestCase("analyze", "--style")]
    [TestCase("analyze", "--notes")]
    public void A_FIFO_is_not_waited_for(string command, string option) => AssertRefused(command, option, _fifo);

    [TestCase("findings", "--rules")]
    [TestCase("analyze", "--templates")]
    public void Nor_one_in_a_folder(string command, string option) => AssertRefused(command, option, _folder);

    [TestCase("findings", "--rules")]
    [TestCase("findings", "--ioc")]
    [TestCase("analyze", "--style")]
    public void A_device_is_not_read_without_end(string command, string option) => AssertRefused(command, option, "/dev/zero");

    [TestCase("nonsense")]
    [TestCase("2026-13-45")]
    [TestCase("2026-11-27\nFAKE")]
    [TestCase("")]
    public void A_date_that_is_none_is_a_wrong_call(string date)
    {
        string output = _scratch.File("date.pdf");
        ProgramRun run = BuiltProgram.Run("analyze", s_sample, "-o", output, "--date", date);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Does.Contain("--date takes"));
        Assert.That(File.Exists(output), Is.False);
    }

    private void AssertRefused(string command, string option, string file)
    {
        string[] output = command == "analyze" ? ["-o", _scratch.File("none.html"), "-o", _scratch.File("none.pdf")] : [];
        ProgramRun run = BuiltProgram.Run([command, s_sample, option, file, .. output]);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Does.Contain("no regular file"));
    }
}
