using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>Other people's programs read what was written, all of it; those that are not installed are skipped.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class OtherReadersTests
{
    public static IEnumerable<string> Archives => Directory.EnumerateFiles(Checkout.Samples, "*.tar.gz",
        SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    /// <summary>mactime prints rows of one file and second together, with a letter for each: as many letters as events.</summary>
    [TestCaseSource(nameof(Archives))]
    public void Mactime_loses_no_row(string archive)
    {
        using var scratch = new ScratchFolder();
        string evidence = Path.Combine(Checkout.Samples, archive[..^".tar.gz".Length], archive), body = scratch.File("t.body"),
            printed = scratch.File("printed.csv");
        ProgramRun run = BuiltProgram.Run("analyze", evidence, "--macb", "--logs", "all", "--verify", "none", "-o", body, "-o",
            scratch.File("t.csv")).MustExit(0, 4);
        CsvTable timeline = CsvTable.Parse(File.ReadAllBytes(scratch.File("t.csv")));
        int tooOld = timeline.Rows.Count(row => string.CompareOrdinal(timeline.Cell(row, "datetime"), "1970") < 0);

        HostTool.Run("mactime", ["-y", "-d", "-b", body], outputFile: printed);

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadLines(printed).Skip(1).Sum(row => row.Split(',')[2].Count(char.IsLetter)), Is.EqualTo(timeline.Rows.Count - tooOld));
            Assert.That(File.ReadLines(body).Select(line => line.Split('|')[2]), Is.All.Match("^[0-9]+$"), "inodes are numbers");
            Assert.That(run.Text, tooOld == 0 ? Does.Not.Contain("before 1970") : Does.Contain($"{tooOld} event"));
        });
    }

    /// <summary>The rules that plaso's own reader of its output follows, and Timeline Explorer after it.</summary>
    [TestCaseSource(nameof(Archives))]
    public void L2tcsv_follows_the_rules_of_its_readers(string archive)
    {
        string evidence = Path.Combine(Checkout.Samples, archive[..^".tar.gz".Length], archive);
        string[] lines = BuiltProgram.Run("timeline", evidence, "--format", "l2tcsv", "--logs", "all").MustExit(0, 4).Text.TrimEnd('\n').Split('\n');
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Is.EqualTo("date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra"));
            Assert.That(rows.Select(row => row.Length), Is.All.EqualTo(17));
            Assert.That(rows.Select(row => row[0]), Is.All.Match("^(0[1-9]|1[0-2])/[0-3][0-9]/[0-9]{4}$"));
            Assert.That(rows.Select(row => row[1]), Is.All.Match("^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$"));
            Assert.That(rows.Select(row => row[3]), Is.All.Match(@"^[M.][A.][C.][B.]$"));
            Assert.That(rows.Select(row => row[11]), Is.All.EqualTo("2"));
            Assert.That(rows.SelectMany(row => row).Where(cell => cell.Length == 0), Is.Empty, "a dash stands for what is unknown");
        });
    }
}
