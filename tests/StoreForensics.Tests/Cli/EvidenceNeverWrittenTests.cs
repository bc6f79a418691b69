using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Cli;

/// <summary>
/// Every command that writes, told to write evidence of every kind under every name that it has: exit code 2 and one line, nothing is changed, nothing is left.
/// The calls run in this process, from the folder <c>out</c>.
/// </summary>
internal sealed class EvidenceNeverWrittenTests : NeverWrittenTests
{
    private protected override NamedFolder MakeFolder()
    {
        Tool.Require("ln", "tar");
        return new EvidenceFolder();
    }

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

    private static IEnumerable<TestCaseData> Calls() => CasesOf(s_calls);

    [TestCaseSource(nameof(Calls))]
    public void No_output_is_evidence(string command, string call, bool force) => RefusedAsEvidence(command, call, force);

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
        string a = Folder.At("out/full/a.csv"), b = Folder.At("out/full/b.csv"), c = Folder.At("out/full/c.csv"), d = Folder.At("out/full/d.csv");
        File.WriteAllText(a, "");
        File.CreateSymbolicLink(b, "a.csv");
        Tool.Run(Folder.Root, "ln", a, c);
        File.CreateSymbolicLink(d, "../full/e.csv");
        try
        {
            foreach (string other in (string[])[b, c])
                Refused(["analyze", "../ev/host.tar", "--force", "-o", a, "-o", other], "are one file");
            Refused(["analyze", "../ev/host.tar", "--force", "-o", Folder.At("out/full/e.csv"), "-o", d], "are one file");
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
        string target = Folder.At("out/full/etc/debian_version");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Tool.Run(Folder.Root, "ln", evidence, target);
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
        SortedDictionary<string, string> before = Folder.Look();
        string target = Folder.At("out/z.tar");
        (int code, string errors, _) = Run("extract", "z.tar.partial", "ubuntu", "-o", "z.tar");
        Assert.That(code, Is.Zero, errors);
        Assert.That(new FileInfo(target).Length, Is.GreaterThan(512));
        File.Delete(target);
        Assert.That(Folder.Look().Keys, Is.EqualTo(before.Keys));
        Assert.That(Folder.Look()["out/z.tar.partial"], Is.EqualTo(before["out/z.tar.partial"]));
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
            Assert.That(new FileInfo(Folder.At("ev/beside.csv")).Length, Is.GreaterThan(100));
            Assert.That(Directory.GetFiles(Folder.At("out/new/a")), Has.Length.EqualTo(13));
        }
        finally
        {
            File.Delete(Folder.At("ev/beside.csv"));
            Directory.Delete(Folder.At("out/new"), recursive: true);
        }
    }
}
