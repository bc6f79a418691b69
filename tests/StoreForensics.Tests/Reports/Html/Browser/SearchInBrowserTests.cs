namespace StoreForensics.Tests.Reports.Html.Browser;

/// <summary>What the text field of the timeline finds: words, phrases, fields.</summary>
[TestFixture]
internal sealed class SearchInBrowserTests
{
    private OpenReport _report = null!;

    [OneTimeSetUp]
    public async Task Open() => _report = await OpenReport.Open(WorkedCase.Make());

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_report is not null)
            await _report.DisposeAsync();
    }

    [TearDown]
    public void NothingWentWrong() => Assert.That(_report.Complaints, Is.Empty);

    [TestCase("", 362)]
    [TestCase("file-7.TXT", 1)]
    [TestCase("file-7", 11)]
    [TestCase("MINING line", 60)]
    [TestCase("\"line 5\"", 11)]
    [TestCase("mining -\"line 5\"", 49)]
    [TestCase("-mining", 302)]
    [TestCase("path:*/.sh", 1)]
    [TestCase("path:=/usr/bin/.sh", 1)]
    [TestCase("path:.sh", 1)]
    [TestCase("path:/usr/share/d?/file-1?.txt", 10)]
    [TestCase("size:>1.9MB", 1)]
    [TestCase("size:10..30", 3)]
    [TestCase("size:50", 1)]
    [TestCase("type:container.log", 60)]
    [TestCase("type:*deleted", 1)]
    [TestCase("mode:4755", 1)]
    [TestCase("change:D", 1)]
    [TestCase("-kind:file", 60)]
    [TestCase("container:web", 62)]
    [TestCase("image:shop", 360)]
    [TestCase("layer:bbbb", 2)]
    [TestCase("tag:inferred", 1)]
    [TestCase("uid:0", 302)]
    [TestCase("step:1", 300)]
    [TestCase("command:make", 300)]
    [TestCase("origin:bb/diff/usr", 1)]
    [TestCase("time:mtime", 362)]
    [TestCase("message:\"modified: \"", 302)]
    [TestCase("mine:yes", 0)]
    [TestCase("nofield:x", 0)]
    [TestCase("constructor:x", 0)]
    [TestCase("make aaaa", 300)]
    public async Task Search_LeavesWhatItSays(string text, int events) => Assert.That(await _report.Find(text), Is.EqualTo(events));
}
