using Microsoft.Playwright;

namespace StoreForensics.Tests.Reports.Html.Browser;

/// <summary>The timeline as the examiner uses it: sort, zoom, links, notes, keys.</summary>
[TestFixture]
internal sealed class TimelineInBrowserTests
{
    private OpenReport _report = null!;

    private IPage Page => _report.Page;

    [OneTimeSetUp]
    public async Task Open() => _report = await OpenReport.Open(WorkedCase.Make());

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_report is not null)
            await _report.DisposeAsync();
    }

    [SetUp]
    public async Task Reset() => await _report.Go("");

    [TearDown]
    public void NothingWentWrong() => Assert.That(_report.Complaints, Is.Empty);

    [Test]
    public async Task Sorting_GoesByTheColumnBothWays()
    {
        await _report.After(() => Page.ClickAsync("[data-sort=size]"));
        await _report.After(() => Page.ClickAsync("[data-sort=size]"));
        Assert.That(await _report.Cell(0, "size"), Is.EqualTo("1,982,256"));
        Assert.That(await Page.GetAttributeAsync(".grid-head > :last-child", "aria-sort"), Is.EqualTo("descending"));
        await _report.After(() => Page.ClickAsync("[data-sort=what]"));
        Assert.That(await _report.Cell(0, "what"), Is.EqualTo("stdout: line 0 mining"), "what has no path comes first");
        await _report.After(() => Page.ClickAsync("[data-sort=what]"));
        Assert.That(await _report.Cell(0, "what"), Is.EqualTo("D /var/log/auth.log"));
        await _report.After(() => Page.ClickAsync("[data-sort=type]"));
        Assert.That(await _report.Cell(0, "type"), Is.EqualTo("container.log"));
    }

    [Test]
    public async Task Columns_AreTheReadersChoice()
    {
        await Page.EvaluateAsync("document.querySelector('.columns').open = true");
        await Page.CheckAsync("#columns input[value=mode]");
        await Page.UncheckAsync("#columns input[value=of]");
        await _report.Find("path:.sh");
        Assert.That(await _report.Cell(0, "mode"), Is.EqualTo("4755"));
        Assert.That(await Page.Locator("#event-0 .of").CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Address_BringsTheSameViewBack()
    {
        await _report.Find("mining");
        await _report.After(() => Page.ClickAsync("[data-sort=time]"));
        await Page.ClickAsync("#event-2");
        await _report.Until("location.hash.includes('event=')");
        string hash = await Page.EvaluateAsync<string>("location.hash");
        await _report.Go(hash);
        Assert.Multiple(async () =>
        {
            Assert.That(hash, Is.EqualTo("#timeline?find=mining&sort=-time&event=357"));
            Assert.That(await Page.InputValueAsync("#find"), Is.EqualTo("mining"));
            Assert.That(await _report.Shown(), Is.EqualTo(60));
            Assert.That(await _report.Cell(2, "what"), Is.EqualTo("stdout: line 57 mining"));
            Assert.That(await Page.GetAttributeAsync("#event-2", "aria-selected"), Is.EqualTo("true"));
            Assert.That(await Page.TextContentAsync("#detail"), Does.Contain("line 57"));
        });
    }

    [TestCase("#%")]
    [TestCase("#timeline?find=%E0&since=never&owner=constructor&sort=-nothing&columns=none&event=-5&types=")]
    [TestCase("#no-such-place")]
    public async Task OddAddresses_DoNoHarm(string hash)
    {
        await _report.Go(hash);
        Assert.That(await _report.Find(""), Is.EqualTo(hash.Contains("types=", StringComparison.Ordinal) ? 0 : 362));
    }

    [Test]
    public async Task Zoom_FiltersTheRestOfThePage()
    {
        await Page.FocusAsync("#histogram");
        await Page.Keyboard.PressAsync("End");
        int shown = await _report.After(() => Page.Keyboard.PressAsync("Enter"));
        Assert.Multiple(async () =>
        {
            Assert.That(shown, Is.EqualTo(2), "the planted file and the deletion");
            Assert.That(await Page.Locator("#findings-list > tr:not([hidden])").CountAsync(), Is.EqualTo(1));
            Assert.That(await Page.Locator("#images-list > .card:not([hidden])").CountAsync(), Is.Zero);
            Assert.That(await Page.Locator("#containers-list > .card:not([hidden])").CountAsync(), Is.EqualTo(1));
            Assert.That(await Page.TextContentAsync("#filtered-text"), Does.Contain("1 of 2 findings"));
        });
        Assert.That(await _report.After(() => Page.Keyboard.PressAsync("Escape")), Is.EqualTo(362));
        Assert.That(await Page.Locator("#findings-list > tr:not([hidden])").CountAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task Kinds_CanBeShownAlone()
    {
        Assert.That(await _report.After(() => Page.ClickAsync("[data-only='3']")), Is.EqualTo(60));
        Assert.That(await _report.After(() => Page.ClickAsync("[data-only='3']")), Is.EqualTo(362));
        Assert.That(await _report.After(() => Page.UncheckAsync("[data-group='5']")), Is.EqualTo(61));
    }

    [Test]
    public async Task Finding_LeadsToItsEvents()
    {
        await _report.After(() => Page.ClickAsync("#finding-0 a[href^='#timeline']"));
        Assert.That(await _report.Cell(0, "what"), Is.EqualTo("A /usr/bin/.sh"));
        Assert.That(await _report.Shown(), Is.EqualTo(1));
    }

    [Test]
    public async Task Notes_LeaveAndComeBackAsAFile()
    {
        await _report.Find("path:.sh");
        await Page.ClickAsync("#event-0");
        await Page.FillAsync("#my-tags", "malware, first sign");
        await Page.FillAsync("#my-note", "dropped <b>by hand</b>");
        await Page.PressAsync("#my-note", "Tab");
        await _report.Until("document.getElementById('notes-filter').textContent.includes('(1)')");
        IDownload file = await Page.RunAndWaitForDownloadAsync(() => Page.ClickAsync("#notes-export"));
        string json = await File.ReadAllTextAsync(await file.PathAsync());
        await Page.EvaluateAsync("localStorage.clear()");
        await _report.Go("");
        Assert.That(await _report.Find("mine:malware"), Is.Zero, "kept nowhere else");

        await Page.SetInputFilesAsync("#notes-file", new FilePayload
        {
            Name = "notes.json",
            MimeType = "application/json",
            Buffer = System.Text.Encoding.UTF8.GetBytes(json)
        });
        await _report.Until("document.getElementById('said').textContent.startsWith('1 event tagged')");
        Assert.That(await _report.Find("mine:\"by hand\""), Is.EqualTo(1));
        Assert.That(await _report.Cell(0, "what"), Is.EqualTo("A /usr/bin/.sh"));
        await Page.ClickAsync("#event-0");
        Assert.That(await Page.InputValueAsync("#my-tags"), Is.EqualTo("malware, first sign"));
        Assert.That(await Page.InputValueAsync("#my-note"), Is.EqualTo("dropped <b>by hand</b>"));
        await Page.EvaluateAsync("localStorage.clear()");
    }

    [TestCase("{}", "not a file of tags and notes")]
    [TestCase("{", "it is not JSON")]
    [TestCase("""{"format":"storeforensics-notes","version":1,"items":[{"datetime":"x","tags":["a"]},null]}""", "0 events tagged or noted from n.json; 1 of no event in this report is kept")]
    public async Task WrongNotes_AreRefusedInWords(string json, string said)
    {
        await Page.SetInputFilesAsync("#notes-file", new FilePayload
        {
            Name = "n.json",
            MimeType = "application/json",
            Buffer = System.Text.Encoding.UTF8.GetBytes(json)
        });
        await _report.Until("document.getElementById('said').textContent !== ''");
        Assert.That(await Page.TextContentAsync("#said"), Does.Contain(said));
        await Page.EvaluateAsync("localStorage.clear()");
    }

    [Test]
    public async Task Keys_MoveSelectAndCopy()
    {
        await Page.Keyboard.PressAsync("/");
        await Page.Keyboard.TypeAsync("mining");
        await _report.Until("document.getElementById('status').textContent.startsWith('60 of')");
        await Page.FocusAsync("#grid");
        foreach (string key in (string[])["ArrowDown", "ArrowDown", "Shift+ArrowDown", "Control+c"])
            await Page.Keyboard.PressAsync(key);
        await _report.Until("document.getElementById('said').textContent.startsWith('2 rows copied')");
        Assert.That((await _report.Clipboard()).Split('\n')[1..3].Select(line => line.Split(',')[3]),
            Is.EqualTo(["stdout: line 1 mining", "stdout: line 2 mining"]));
        Assert.That(await Page.GetAttributeAsync("#grid", "aria-activedescendant"), Is.EqualTo("event-2"));
        await Page.Keyboard.PressAsync("t");
        Assert.That(await Page.EvaluateAsync<string>("document.activeElement.id"), Is.EqualTo("my-tags"));
        await Page.FocusAsync("[data-sort=what]");
        await _report.After(() => Page.Keyboard.PressAsync("Enter"));
        await _report.After(() => Page.Keyboard.PressAsync("Enter"));
        Assert.That(await Page.GetAttributeAsync("[aria-sort]", "aria-sort"), Is.EqualTo("descending"), "the focus stayed on the heading");
    }
}
