extern alias cli;

using cli::StoreForensics.Cli.Output;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Tests.Extraction;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Faults;

/// <summary>Whatever is thrown at any write of a report: it is an output that cannot be written, and nothing of it is left.</summary>
internal sealed class FaultyWritersTests
{
    private const int MaxPositions = 5;

    private static readonly string[] s_reports = [.. Writers().Select(w => w.FileName)];

    private Scratch _scratch = null!;
    private Analyzer _analyzer = null!;
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
        (ITimeline timeline, IReadOnlyList<Finding> findings) = _analyzer.Examine(new TimelineOptions(), verification: null);
        _case = _analyzer.BuildCase(new CaseDetails(), new ToolDetails("storeforensics", "0", "analyze"), timeline, findings: findings);
    }

    [OneTimeTearDown]
    public void Clean()
    {
        _analyzer.Dispose();
        _scratch.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void A_write_that_fails_leaves_no_report([ValueSource(nameof(s_reports))] string report)
    {
        IReportWriter writer = Writers().Single(w => w.FileName == report).Writer;
        var counting = new FailingStream(new MemoryStream(), int.MaxValue, InjectedFault.Kinds[0]);
        writer.Write(_case, counting);
        Assert.That(counting.Writes, Is.Positive);
        for (int i = 0; i < Math.Min(MaxPositions, counting.Writes); i++)
        {
            int nth = counting.Writes <= MaxPositions ? i + 1 : 1 + (int)((long)i * (counting.Writes - 1) / (MaxPositions - 1));
            Func<Exception> make = InjectedFault.Kinds[i % InjectedFault.Kinds.Length];
            string path = Path.Combine(_folder, report);
            Assert.That(() => WritingFaults.Guard("a report", () =>
                OutputFile.Write(FreePlace.File(path), file => writer.Write(_case, new FailingStream(file, nth, make)))), Throws.TypeOf<OutputException>(),
                $"write {nth} of {counting.Writes}, {make()}");
            Assert.That(Directory.EnumerateFileSystemEntries(_folder), Is.Empty);
        }
    }

    /// <summary>What is printed piece by piece, as a pipe to a full disk would take it.</summary>
    [TestCase("timeline")]
    [TestCase("ls", "shop/web:1.1", "--recursive")]
    [TestCase("logs", "web", "--format", "json")]
    [TestCase("images", "--format", "json")]
    [NonParallelizable] // prints to the console
    public void Standard_output_that_fails_is_told(string command, params string[] more)
    {
        string[] call = [command, Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz"), "--quiet", .. more];
        (int code, _, string errors) = ProgramInProcess.Run(null, new FailingStream(new MemoryStream(), 1, () => new IOException("the disk is full")), call);
        Assert.That((code, errors), Is.EqualTo((5, "storeforensics: standard output cannot be written: the disk is full\n")));
    }

    private static IEnumerable<(string FileName, IReportWriter Writer)> Writers() =>
        new ReportWriters(new WritingChoices()).ForDirectory().Where(w => w.Writer is not IFileReportWriter);
}
