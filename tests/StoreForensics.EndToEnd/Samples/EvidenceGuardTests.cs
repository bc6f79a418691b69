using System.Diagnostics;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>Evidence is never written: what only a process of its own shows, its standard streams and its surroundings.</summary>
[Parallelizable(ParallelScope.Self)]
[Platform("Linux")]
internal sealed class EvidenceGuardTests
{
    private ScratchFolder _scratch = null!;
    private string _tar = "", _directory = "";

    [OneTimeSetUp]
    public void Copy()
    {
        _scratch = new ScratchFolder();
        _tar = Path.Combine(_scratch.Folder("ev"), "host.tar");
        File.Copy(Unpacked.PlainTar(Path.Combine(Checkout.Samples, "ubuntu-0.7.2", "ubuntu-0.7.2.tar.gz")), _tar);
        _directory = _scratch.Folder("ev/host");
        HostTool.Run("tar", ["-C", _directory, "-xf", _tar, "--exclude=*/dev/*"]);
        Directory.CreateDirectory(Path.Combine(_directory, "tmp"));
    }

    [OneTimeTearDown]
    public void Clean() => _scratch.Dispose();

    [TestCase("timeline host.tar >> host.tar", "standard output is the evidence")]
    [TestCase("timeline - < host.tar >> host.tar", "standard output is the evidence on standard input")]
    [TestCase("extract host.tar ubuntu -o - >> host.tar", "standard output is the evidence")]
    [TestCase("analyze - -o host.tar --force < host.tar", "host.tar is the evidence on standard input")]
    [TestCase("images host >> host/var/lib/docker/repositories-aufs", "standard output lies in the evidence host")]
    [TestCase("analyze host.tar -o ../new.csv -o - --format csv --force > ../new.csv", "each output needs a place of its own")]
    public void Standard_streams(string call, string said)
    {
        byte[] before = File.ReadAllBytes(_tar);
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = _scratch.File("ev"), UseShellExecute = false, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"dotnet '{BuiltProgram.Assembly}' {call}");
        using Process process = HostTool.Start(start);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Multiple(() =>
        {
            Assert.That(process.ExitCode, Is.EqualTo(2), errors);
            Assert.That(errors, Does.Contain(said));
            Assert.That(File.ReadAllBytes(_tar), Is.EqualTo(before));
        });
    }

    [Test]
    public void The_systems_directory_for_temporary_files_may_be_evidence()
    {
        string temporary = Path.Combine(_directory, "tmp");
        DateTime before = Directory.GetLastWriteTimeUtc(temporary);
        var surroundings = new Dictionary<string, string> { ["TMPDIR"] = temporary, ["DOTNET_EnableDiagnostics"] = "0" };
        string other = _scratch.Folder("other");
        ProgramRun Run(params string[] call) => BuiltProgram.RunIn(_scratch.Root, surroundings, call);
        Assert.Multiple(() =>
        {
            Assert.That(Run("analyze", _directory, "-o", "a.csv").MustExit(2).MustExplainItself().Errors, Does.Contain("--scratch DIR"));
            Assert.That(Run("timeline", _directory).MustExit(2).MustExplainItself().Errors, Does.Contain("--scratch DIR"));
            Run("analyze", _directory, "-o", "b.sqlite", "--scratch", other).MustExit(0, 4);
            Run("images", _directory).MustExit(0, 4);
            Assert.That(File.Exists(_scratch.File("a.csv")), Is.False);
            Assert.That(Directory.GetLastWriteTimeUtc(temporary), Is.EqualTo(before));
        });
    }
}
