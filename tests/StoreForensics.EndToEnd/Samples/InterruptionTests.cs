using System.Diagnostics;
using System.Globalization;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>Ended from outside: 130, nothing half-written, nothing left in the directory for temporary files, the evidence as it was.</summary>
[Platform("Linux")]
internal sealed class InterruptionTests
{
    private const int KilledBySignal = 128 + 9;

    private static readonly string s_sample = Path.Combine(Checkout.Samples, "ubuntu-0.7.2", "ubuntu-0.7.2.tar.gz");

    /// <summary>It waits for evidence that does not come, so the moment is the same on every machine.</summary>
    [TestCase("INT")]
    [TestCase("TERM")]
    [TestCase("HUP")]
    public void Waiting_for_evidence(string signal)
    {
        using var scratch = new ScratchFolder();
        using Process process = BuiltProgram.StartRaw("analyze", "-", "-o", scratch.File("case.csv"), "--scratch", scratch.Folder("tmp"));
        // What it reads at once it asks for when it is ready; a pipe takes this much before it is.
        process.StandardInput.BaseStream.Write(new byte[1 << 17]);
        process.StandardInput.BaseStream.Flush();
        Signal(process, signal);

        Assert.That(process.WaitForExit(TimeSpan.FromMinutes(1)), Is.True);
        Assert.That(process.ExitCode, Is.EqualTo(130), process.StandardError.ReadToEnd());
        Assert.That(Directory.GetFileSystemEntries(scratch.Root, "*", SearchOption.AllDirectories), Is.EqualTo([scratch.Folder("tmp")]));
    }

    /// <summary>Whenever it is: the moments are spread over a run, the rule is the same for all.</summary>
    [TestCase("TERM", "case.pdf")]
    [TestCase("HUP", "case.sqlite")]
    [TestCase("KILL", "case.html")]
    [TestCase("KILL", "reports/")]
    public void At_any_moment(string signal, string output)
    {
        using var scratch = new ScratchFolder();
        string outputs = scratch.Folder("out"), temporary = scratch.Folder("tmp"), target = Path.Combine(outputs, output);
        byte[] evidence = File.ReadAllBytes(s_sample);
        foreach (int delay in (int[])[60, 150, 240, 330, 420])
        {
            using Process process = BuiltProgram.StartRaw("analyze", s_sample, "-o", target, "--scratch", temporary, "--force");
            if (!process.WaitForExit(delay))
                Signal(process, signal);
            Assert.That(process.WaitForExit(TimeSpan.FromMinutes(1)), Is.True);
            // One that came before the program could listen ends it at once.
            Assert.That(process.ExitCode, Is.AnyOf(0, 130, KilledBySignal, 128 + 15, 128 + 1));
            if (process.ExitCode != 0)
                BuiltProgram.Run("analyze", s_sample, "-o", scratch.File("next.csv"), "--scratch", temporary, "--force");
            Assert.That(Directory.GetFileSystemEntries(temporary), Is.Empty, "temporary files");
            Assert.That(Directory.GetFiles(outputs, "*.partial", AllNames()), Is.Empty, "unfinished");
        }
        Assert.That(File.ReadAllBytes(s_sample), Is.EqualTo(evidence));
    }

    private static EnumerationOptions AllNames() => new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    private static void Signal(Process process, string name)
    {
        if (process.HasExited)
            return;
        using var kill = Process.Start("kill", ["-s", name, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
