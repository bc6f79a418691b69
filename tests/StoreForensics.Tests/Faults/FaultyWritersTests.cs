extern alias cli;

using cli::StoreForensics.Cli.Output;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Sqlite;
using StoreForensics.Tests.Extraction;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Faults;

/// <summary>Whatever is thrown at any write of a report: it is an output that cannot be written, and nothing of it is left.</summary>
[NonParallelizable] // some print to the console
internal sealed class FaultyWritersTests
{
    private static readonly string[] s_reports = [.. Writers().Select(w => w.FileName)];
    private static readonly string[] s_streamed = [.. Writers().Where(w => w.Writer is not IFileReportWriter).Select(w => w.FileName)];

    // An extraction reads while it writes, and damage is what reading alone throws.
    private static readonly Func<Exception>[] s_ofOutputs = [.. InjectedFault.Kinds.Where(k => k() is not EvidenceFormatException)];

    private Scratch _scratch = null!;
    private Analyzer _analyzer = null!;
    private IReadOnlyList<Finding> _findings = [];
    private Case _case = null!;
    private string _folder = "";

    [OneTimeSetUp]
    public void Examine()
    {
        _folder = Directory.CreateTempSubdirectory("sf-faults-").FullName;
        _scratch = new Scratch();
        _analyzer = Analyzer.Open(new AnalysisOptions
        {
            Evidence = [Path.Combine(Checkout.Samples, "ubuntu-0.7.2", "ubuntu-0.7.2.tar.gz")],
            WillReadFiles = true
        }, _scratch);
        (ITimeline timeline, _findings) = _analyzer.Examine(new TimelineOptions(), verification: null);
        _case = BuildCase(timeline);
    }

    [OneTimeTearDown]
    public void Clean()
    {
        _analyzer.Dispose();
        _scratch.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [TearDown]
    public void Clear()
    {
        foreach (string directory in Directory.GetDirectories(_folder))
            Directory.Delete(directory, recursive: true);
        foreach (string file in Directory.GetFiles(_folder))
            File.Delete(file);
    }

    [Test]
    public void A_write_that_fails_leaves_no_report([ValueSource(nameof(s_streamed))] string report)
    {
        IReportWriter writer = Writers().Single(w => w.FileName == report).Writer;
        var counting = new FailingStream(new MemoryStream(), int.MaxValue, InjectedFault.Kinds[0]);
        writer.Write(_case, counting);
        Assert.That(counting.Writes, Is.Positive);
        foreach (int nth in FaultRuns.EachUpTo(40)(counting.Writes))
        {
            Func<Exception> make = InjectedFault.Kinds[nth % InjectedFault.Kinds.Length];
            AssertRefused(report, $"write {nth} of {counting.Writes}, {make().GetType().Name}", place =>
                OutputFile.Write(place, file => writer.Write(_case, new FailingStream(file, nth, make))));
        }
    }

    /// <summary>The disk is full after so many pages.</summary>
    [Test]
    public void A_database_that_finds_no_room_leaves_no_report()
    {
        int pages = 1;
        for (; !HasRoom(pages); pages = pages < 40 ? pages + 1 : pages * 3 / 2)
            Assert.That(Directory.EnumerateFileSystemEntries(_folder), Is.Empty);
        Assert.That(pages, Is.GreaterThan(20));
        File.Delete(Path.Combine(_folder, "case.sqlite"));

        bool HasRoom(int most)
        {
            try
            {
                var writer = new CaseFileWriter { MostPages = most };
                OutputFile.WriteAt(FreePlace.File(Path.Combine(_folder, "case.sqlite")), path => writer.WriteFile(_case, path));
                return true;
            }
            catch (OutputException e)
            {
                Assert.That(e.Message, Does.EndWith("cannot be written: SQLite: database or disk is full"));
                return false;
            }
        }
    }

    /// <summary>What a report is made from fails while it is made.</summary>
    [Test]
    public void An_event_that_cannot_be_had_leaves_no_report([ValueSource(nameof(s_reports))] string report, [Values(1, 2, 7, 50)] int nth)
    {
        IReportWriter writer = Writers().Single(w => w.FileName == report).Writer;
        Func<Exception> make = InjectedFault.Kinds[nth % InjectedFault.Kinds.Length];
        bool isThrown = false;
        Case faulty = BuildCase(new FaultyTimeline(_case.Timeline, nth, () =>
        {
            isThrown = true;
            return make();
        }));
        string path = Path.Combine(_folder, report);
        OutputException? refused = null;
        try
        {
            WritingFaults.Guard("a report", () => writer is IFileReportWriter own
                ? OutputFile.WriteAt(FreePlace.File(path), partial => own.WriteFile(faulty, partial))
                : OutputFile.Write(FreePlace.File(path), file => writer.Write(faulty, file)));
        }
        catch (OutputException e)
        {
            refused = e;
        }
        Assert.That(refused is not null, Is.EqualTo(isThrown));
        Assert.That(File.Exists(path), Is.EqualTo(!isThrown));
        File.Delete(path); // a report that does not list events is whole
        Assert.That(Directory.EnumerateFileSystemEntries(_folder), Is.Empty);
    }

    /// <summary>The whole program: a directory of reports, and a tar of extracted files.</summary>
    [TestCase(25, "analyze", "-o", "out-reports/")]
    [TestCase(25, "extract", "web", "-o", "out-files.tar")]
    public void A_write_that_fails_ends_the_program_plainly(int eachUpTo, string command, params string[] more)
    {
        string evidence = Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz");
        string[] call = [command, evidence, .. more[..^1], Path.Combine(_folder, more[^1]), "--quiet"];
        var counting = new WriteFaults(int.MaxValue, InjectedFault.Kinds[0]);
        (int usual, string said) = Run(counting, call);
        Assert.That(usual, Is.EqualTo(4), said);
        Assert.That(counting.Writes, Is.GreaterThan(10));
        Clear();
        foreach (int nth in FaultRuns.EachUpTo(eachUpTo)(counting.Writes))
        {
            Func<Exception> make = s_ofOutputs[nth % s_ofOutputs.Length];
            (int code, string errors) = Run(new WriteFaults(nth, make), call);
            string what = $"write {nth} of {counting.Writes}, {make().GetType().Name}: exit {code}\n{errors}";
            Assert.That(code, Is.EqualTo(5), what);
            // Beside what is told of this evidence anyway.
            string[] lines = [.. errors.Split('\n').Except(said.Split('\n'))];
            Assert.That(lines, Has.Length.EqualTo(1), what);
            Assert.That(lines[0], Does.StartWith("storeforensics: ").And.Contain("cannot be written: "), what);
            Assert.That(Directory.GetFiles(_folder, "*.partial", SearchOption.AllDirectories), Is.Empty, what);
            Assert.That(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length == 0), Is.Empty, what);
            Clear();
        }
    }

    /// <summary>What is printed piece by piece, as a pipe to a full disk would take it.</summary>
    [TestCase("timeline")]
    [TestCase("ls", "shop/web:1.1", "--recursive")]
    [TestCase("logs", "web", "--format", "json")]
    [TestCase("images", "--format", "json")]
    public void Standard_output_that_fails_is_told(string command, params string[] more)
    {
        string[] call = [command, Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz"), "--quiet", .. more];
        (int code, _, string errors) = ProgramInProcess.Run(null, new FailingStream(new MemoryStream(), 1, () => new IOException("the disk is full")), call);
        Assert.That((code, errors), Is.EqualTo((5, "storeforensics: standard output cannot be written: the disk is full\n")));
    }

    private Case BuildCase(ITimeline timeline) =>
        _analyzer.BuildCase(new CaseDetails(), new ToolDetails("storeforensics", "0", "analyze"), timeline, findings: _findings);

    private void AssertRefused(string report, string what, Action<OutputPlace> write)
    {
        string path = Path.Combine(_folder, report);
        Assert.That(() => WritingFaults.Guard("a report", () =>
        {
            write(FreePlace.File(path));
            return true;
        }), Throws.TypeOf<OutputException>(), what);
        Assert.That(Directory.EnumerateFileSystemEntries(_folder), Is.Empty, what);
    }

    private static (int Code, string Errors) Run(WriteFaults faults, string[] call)
    {
        OutputFile.Between.Value = file => new FailingStream(file, faults);
        try
        {
            (int code, _, string errors) = ProgramInProcess.Run(null, call);
            return (code, errors);
        }
        finally
        {
            OutputFile.Between.Value = null;
        }
    }

    private static IEnumerable<(string FileName, IReportWriter Writer)> Writers() => new ReportWriters(new WritingChoices()).ForDirectory();

    private sealed class FaultyTimeline(ITimeline inner, int nth, Func<Exception> make) : ITimeline
    {
        public TimelineSummary Summary => inner.Summary;

        public ClockReport? Clocks => inner.Clocks;

        public ReadOnlyMemory<byte> Sha256Of(IEvidenceSource source, int node) => inner.Sha256Of(source, node);

        public IEnumerable<TimelineEvent> Events()
        {
            int count = 0;
            foreach (TimelineEvent one in inner.Events())
            {
                if (++count == nth)
                    throw make();
                yield return one;
            }
        }
    }
}
