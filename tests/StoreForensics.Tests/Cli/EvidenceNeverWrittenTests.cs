extern alias cli;

using cli::StoreForensics.Cli;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Cli;

/// <summary>
/// Every command that writes, told to write evidence of every kind under every name that it has: exit code 2 and one line, nothing is changed, nothing is left.
/// The calls run in this process, from the folder <c>out</c>.
/// </summary>
[NonParallelizable]
[Platform("Linux")]
internal sealed class EvidenceNeverWrittenTests
{
    private EvidenceFolder _folder = null!;
    private string _before = "";

    [OneTimeSetUp]
    public void Make()
    {
        Tool.Require("ln", "tar");
        _folder = new EvidenceFolder();
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [SetUp]
    public void Enter()
    {
        _before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = _folder.At("out");
    }

    [TearDown]
    public void Leave() => Environment.CurrentDirectory = _before;

    // {0} is the folder. What is there already is refused without --force too, though for that reason.
    private static readonly string[] s_calls =
    [
        // A file: as it is, from elsewhere, through a linked directory, through a link, by a hard link.
        "{0}/ev/host.tar > {0}/ev/host.tar", "../ev/host.tar > ../ev/../ev/host.tar", "ev/host.tar > {0}/ev/host.tar", "{0}/ev/host.tar > ev/host.tar",
            "../ev/host.tar > file.csv", "file.tar > file.tar",
        "file.csv > ../ev/host.tar", "../ev/host.tar > file-hard.csv", "file-hard.csv > ../ev/host.tar", "../ev/host.tar > ../ev/host.tar/",
        // A split disk.
        "../ev/raw.001 > ../ev/raw.001", "../ev/raw.001 > ../ev/raw.002", "../ev/raw.002 > {0}/ev/raw.001", "../ev/raw.001 > piece.csv",
            "../ev/raw.001 > piece-hard.csv", "{0}/ev/raw.001 > ev/raw.002",
        // A disk with extents.
        "../ev/flat.vmdk > ../ev/flat.vmdk", "../ev/flat.vmdk > ../ev/flat-f001.vmdk", "{0}/ev/flat.vmdk > ev/flat-f002.vmdk", "../ev/flat.vmdk > extent.csv",
            "../ev/flat.vmdk > extent-hard.csv",
        // A disk over another one.
        "../ev/over.qcow2 --disk-dir ../parents > ../ev/over.qcow2", "../ev/over.qcow2 --disk-dir ../parents > ../parents/base.img",
            "../ev/over.qcow2 --disk-dir ../parents > base-hard.csv",
        "../ev/over.qcow2 --disk-dir ../parents > ../parents/new.csv", "../ev/over.qcow2 --disk-dir parents > {0}/parents/new/",
            "../ev/over.qcow2 --disk-dir ../parents > parents/new.tar",
        // A directory.
        "../ev/host > ../ev/host/new.csv", "../ev/host > ../ev/host/var/new.tar", "../ev/host > {0}/ev/host/new/", "../ev/host/ > ../ev/host/a/b/c/",
            "../ev/host > ev/host/new.csv", "ev/host > ../ev/host/new.tar",
        "../ev/host > ../ev/host/note.csv", "../ev/host > note-hard.csv", "../ev/host > ../ev/host", "../ev/host > nowhere.csv", "../ev > ../ev/host/new/",
            "../ev/host > ../ev/host/none/new.csv",
        // Another of several evidences.
        "../ev/host.tar ../ev/host > ../ev/host/new.csv", "../ev/host ../ev/raw.001 > ../ev/raw.002",
    ];

    private static IEnumerable<TestCaseData> Calls() =>
        from call in s_calls
        let isSeveral = call.StartsWith("../ev/host.tar ../", StringComparison.Ordinal) || call.StartsWith("../ev/host ../", StringComparison.Ordinal)
        from command in (string[])(isSeveral ? ["analyze"] : ["analyze", "extract"])
        from force in (bool[])[false, true]
        select new TestCaseData(command, call, force);

    [TestCaseSource(nameof(Calls))]
    public void No_output_is_evidence(string command, string call, bool force)
    {
        string[] parts = string.Format(System.Globalization.CultureInfo.InvariantCulture, call, _folder.Root).Split(" > ");
        string[] evidence = parts[0].Split(' ');
        string output = command == "extract" ? parts[1].Replace(".csv", ".tar", StringComparison.Ordinal) : parts[1];
        // What is no report's name is refused for that: before the disk is opened, and so before it is known for a piece.
        bool isSaid = force && !char.IsAsciiDigit(output[^1]) && !output.EndsWith(".vmdk", StringComparison.Ordinal);
        Refused([command, .. evidence, .. command == "extract" ? (string[])["ubuntu"] : [], "-o", output, .. force ? (string[])["--force"] : []], isSaid
            ? "evidence is never written" : "");
    }

    [TestCase("analyze ../ev/host -o new.csv --scratch ../ev/host")]
    [TestCase("timeline ../ev/host --scratch ev/host/var")]
    [TestCase("extract ../ev/host ubuntu -o new.tar --scratch {0}/ev/host/var")]
    [TestCase("images ../ev/over.qcow2 --disk-dir ../parents --scratch parents")]
    public void Temporary_files_do_not_go_into_evidence(string call) => Refused(Split(call), "evidence is never written");

    [TestCase("new.csv new.csv")]
    [TestCase("new.csv {0}/out/new.csv")]
    [TestCase("new.csv ../out/new.csv")]
    [TestCase("new.csv ../ev/../out/./new.csv")]
    [TestCase("new/ new/report.pdf")]
    [TestCase("new/report.pdf new/")]
    [TestCase("new/ new/")]
    [TestCase("full/ {0}/out/full/timeline.csv")]
    [TestCase("new.csv/ new.csv")]
    public void No_output_is_written_twice(string outputs) =>
        Refused(["analyze", "../ev/host.tar", "--force", .. Split(outputs).SelectMany(o => (string[])["-o", o])], "each output needs a place of its own");

    [Test]
    public void Outputs_that_are_links_to_one_file()
    {
        string a = _folder.At("out/full/a.csv"), b = _folder.At("out/full/b.csv"), c = _folder.At("out/full/c.csv"), d = _folder.At("out/full/d.csv");
        File.WriteAllText(a, "");
        File.CreateSymbolicLink(b, "a.csv");
        Tool.Run(_folder.Root, "ln", a, c);
        File.CreateSymbolicLink(d, "../full/e.csv");
        try
        {
            foreach (string other in (string[])[b, c])
                Refused(["analyze", "../ev/host.tar", "--force", "-o", a, "-o", other], "are one file");
            Refused(["analyze", "../ev/host.tar", "--force", "-o", _folder.At("out/full/e.csv"), "-o", d], "are one file");
            Refused(["analyze", "../ev/host.tar", "-o", d], "exists; --force overwrites it");
        }
        finally
        {
            foreach (string path in (string[])[a, b, c, d])
                File.Delete(path);
        }
    }

    /// <summary>In the target stand, under the names of what is extracted, evidence itself and hard links to it.</summary>
    [TestCase("ev/host.tar", "../ev/host.tar")]
    [TestCase("ev/host/note.csv", "../ev/host")]
    public void What_an_extraction_would_replace_is_no_evidence(string evidence, string call)
    {
        string target = _folder.At("out/full/etc/debian_version");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Tool.Run(_folder.Root, "ln", evidence, target);
        try
        {
            Refused(["extract", call, "ubuntu", "/etc", "-o", "full", "--force"], "evidence is never written");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(target)!, recursive: true);
        }
    }

    /// <summary>The name that unfinished files once had may be evidence, or anybody's.</summary>
    [Test]
    public void What_is_named_like_an_unfinished_file_is_left_alone()
    {
        SortedDictionary<string, string> before = _folder.Look();
        string target = _folder.At("out/z.tar");
        (int code, string errors, _) = Run("extract", "z.tar.partial", "ubuntu", "-o", "z.tar");
        Assert.That(code, Is.Zero, errors);
        Assert.That(new FileInfo(target).Length, Is.GreaterThan(512));
        File.Delete(target);
        Assert.That(_folder.Look().Keys, Is.EqualTo(before.Keys));
        Assert.That(_folder.Look()["out/z.tar.partial"], Is.EqualTo(before["out/z.tar.partial"]));
    }

    [Test]
    public void A_call_that_fails_later_makes_no_directory()
    {
        Refused(["analyze", "../ev/host.tar", "-o", "new/a/", "--image", "none-of-that-name"], "none-of-that-name");
        Refused(["extract", "../ev/host.tar", "none-of-that-name", "-o", "new/a"], "none-of-that-name");
    }

    [Test]
    public void Places_beside_evidence_are_free()
    {
        (int code, string errors, _) = Run("analyze", "../ev/host", "-o", "../ev/beside.csv", "-o", "new/a/", "-o", "new/a/more.csv", "--scratch", "full");
        try
        {
            Assert.That(code, Is.Zero, errors);
            Assert.That(new FileInfo(_folder.At("ev/beside.csv")).Length, Is.GreaterThan(100));
            Assert.That(Directory.GetFiles(_folder.At("out/new/a")), Has.Length.EqualTo(10));
        }
        finally
        {
            File.Delete(_folder.At("ev/beside.csv"));
            Directory.Delete(_folder.At("out/new"), recursive: true);
        }
    }

    private string[] Split(string call) => string.Format(System.Globalization.CultureInfo.InvariantCulture, call, _folder.Root).Split(' ');

    private void Refused(string[] call, string said)
    {
        SortedDictionary<string, string> before = _folder.Look();
        (int code, string errors, string output) = Run(call);
        Assert.Multiple(() =>
        {
            Assert.That(_folder.Look(), Is.EqualTo(before), "nothing is changed, nothing is left");
            Assert.That(code, Is.EqualTo(2), errors);
            Assert.That(errors, Does.StartWith("storeforensics: ").And.Contain(said));
            Assert.That(errors.TrimEnd('\n'), Does.Not.Contain("\n"), "one line");
            Assert.That(output, Is.Empty);
        });
    }

    private static (int Code, string Errors, string Output) Run(params string[] call)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using var said = new StringWriter();
        using var written = new StringWriter();
        Console.SetError(said);
        Console.SetOut(written);
        try
        {
            return (EntryPoint.Run(call), said.ToString(), written.ToString());
        }
        finally
        {
            Console.SetError(error);
            Console.SetOut(output);
        }
    }
}
