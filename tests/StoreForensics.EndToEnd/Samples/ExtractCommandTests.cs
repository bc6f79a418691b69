using System.Runtime.InteropServices;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>How <c>extract</c> is called, on the recorded sample.</summary>
internal sealed class ExtractCommandTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    [SetUp]
    public void NeedsLinux()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            Assert.Ignore("a directory can be written on Linux only");
    }

    [Test]
    public void A_file_keeps_its_last_name_and_is_what_cat_gives()
    {
        using var scratch = new ScratchFolder();
        string target = scratch.File("new/target");
        BuiltProgram.Run("extract", s_sample, "web", "/etc/app/app.conf.bak", "-o", target).MustExit(0);
        Assert.That(File.ReadAllBytes(Path.Combine(target, "app.conf.bak")),
            Is.EqualTo(BuiltProgram.Run("cat", s_sample, "web", "/etc/app/app.conf.bak").MustExit(0).Output));
    }

    [Test]
    public void A_directory_keeps_its_last_name()
    {
        using var scratch = new ScratchFolder();
        BuiltProgram.Run("extract", s_sample, "web", "/etc//app/.", "-o", scratch.File("t")).MustExit(0);
        Assert.That(Names(scratch.File("t")), Is.EqualTo(new[] { "app", "app/app.conf.bak" }));
    }

    [Test]
    public void Every_version_lies_in_a_directory_of_its_layer()
    {
        using var scratch = new ScratchFolder();
        BuiltProgram.Run("extract", s_sample, "shop/web:1.4", "/etc/passwd", "--all-versions", "-o", scratch.File("t")).MustExit(0);
        JsonRow shown = BuiltProgram.Run("ls", s_sample, "shop/web:1.4", "/etc/passwd", "--format", "json").MustExit(0).JsonRows().Single();
        string[] names = [.. Names(scratch.File("t")).Where(n => n.EndsWith("/passwd", StringComparison.Ordinal))];
        Assert.Multiple(() =>
        {
            Assert.That(names, Has.All.Match("^[0-9]{3}-step-[0-9]+-[0-9a-f]{12}/passwd$"));
            Assert.That(names[^1], Does.EndWith($"-step-{shown.Text("step")}-{shown.Text("layer")![..12]}/passwd"), "the newest comes last");
        });
    }

    [Test]
    public void One_layer_is_asked_for_by_its_id()
    {
        using var scratch = new ScratchFolder();
        string layer = BuiltProgram.Run("ls", s_sample, "shop/web:1.4", "/etc/cron.d/.sysupdate", "--format",
            "json").MustExit(0).JsonRows().Single().Text("layer")!;
        ProgramRun run = BuiltProgram.Run("extract", s_sample, "shop/web:1.4", "--layer", layer[..12], "-o", scratch.File("t")).MustExit(0);
        Assert.That(run.Text, Does.Match("^wrote 3 files \\([0-9.]+ k?B\\) and 6 other entries to .*/t\n$"));
        Assert.That(Names(scratch.File("t")),
            Is.EqualTo(new[] { "etc", "etc/cron.d", "etc/cron.d/.sysupdate", "root", "root/.ssh", "root/.ssh/authorized_keys", "usr", "usr/lib",
            "usr/lib/.dbus-helper" }));
    }

    [Test]
    public void A_tar_is_the_same_bytes_each_time_and_on_standard_output()
    {
        using var scratch = new ScratchFolder();
        BuiltProgram.Run("extract", s_sample, "web", "-o", scratch.File("1.tar")).MustExit(0);
        byte[] first = File.ReadAllBytes(scratch.File("1.tar"));
        Assert.That(BuiltProgram.Run("extract", s_sample, "web", "-o", "-").MustExit(0).Output, Is.EqualTo(first));
    }

    [Test]
    public void What_is_there_is_kept_unless_forced()
    {
        using var scratch = new ScratchFolder();
        string full = scratch.Folder("full"), file = scratch.File("x.tar");
        File.WriteAllText(Path.Combine(full, "passwd"), "mine");
        File.WriteAllText(file, "mine");
        Assert.Multiple(() =>
        {
            Assert.That(Extract("/etc/passwd", full).MustExit(2).MustExplainItself().Errors, Does.Contain("--force"));
            Assert.That(Extract("/etc/passwd", file).MustExit(2).MustExplainItself().Errors, Does.Contain("--force"));
            Assert.That(Extract("/etc/passwd", Path.Combine(full, "passwd")).MustExit(2).MustExplainItself().Errors, Does.Contain("is a file"));
            Assert.That(File.ReadAllText(Path.Combine(full, "passwd")) + File.ReadAllText(file), Is.EqualTo("minemine"));
        });
        Extract("/etc/passwd", full, "--force").MustExit(0);
        Extract("/etc/passwd", file, "--force").MustExit(0);
        Assert.That(File.ReadAllText(Path.Combine(full, "passwd")), Does.StartWith("root:"));
    }

    [Test]
    public void Wrong_calls_write_nothing()
    {
        using var scratch = new ScratchFolder();
        string target = scratch.File("t");
        Assert.Multiple(() =>
        {
            Assert.That(Extract("/no/such", target).MustExit(2).MustExplainItself().Errors, Does.Contain("no such path"));
            Extract("/no/such", target, "--all-versions").MustExit(2).MustExplainItself();
            Extract("/etc", target, "--all-versions", "--layer", "a").MustExit(2).MustExplainItself();
            BuiltProgram.Run("extract", s_sample, "nobody", "-o", target).MustExit(2).MustExplainItself();
            BuiltProgram.Run("extract", s_sample, "web").MustExit(2).MustExplainItself();
            Assert.That(Directory.Exists(target), Is.False);
        });
    }

    [Test]
    public void A_target_that_cannot_be_written()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch.File("file"), "");
        Extract("/etc", scratch.File("file/below")).MustExit(5).MustExplainItself();
        Extract("/etc", scratch.File("no/x.tar")).MustExit(5).MustExplainItself();
    }

    private static ProgramRun Extract(string path, string target, params string[] more) =>
        BuiltProgram.Run(["extract", s_sample, "web", path, "-o", target, .. more]);

    private static string[] Names(string directory) =>
        [.. Directory.EnumerateFileSystemEntries(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Select(p =>
            Path.GetRelativePath(directory, p)).Order(StringComparer.Ordinal)];
}
