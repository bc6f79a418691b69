using Microsoft.Playwright;

namespace StoreForensics.Tests.Reports.Html.Browser;

/// <summary>The page around the timeline: first screen, browsers, graph, both themes, a narrow window, names for screen readers.</summary>
[TestFixture]
internal sealed class PageInBrowserTests
{
    [Test]
    [CancelAfter(60_000)]
    public async Task FirstScreen_TellsWhatHappened()
    {
        await using OpenReport report = await OpenReport.Open(WorkedCase.Make());
        foreach (string text in (string[])["1 critical finding", "The image shop/web:1.4 was built.", "/usr/bin/.sh was dropped into web.", "Backdoor planted"])
        {
            LocatorBoundingBoxResult? box = await report.Page.Locator($"#overview :text('{text}')").First.BoundingBoxAsync();
            Assert.That(box!.Y + box.Height, Is.LessThan(800), text);
        }
        Assert.That(await report.Page.GetAttributeAsync(".told", "href"), Is.EqualTo("#finding-0"));
        Assert.That(await report.Page.EvaluateAsync<double>("window.shifts"), Is.LessThan(0.01), "nothing jumps while it loads");
        Assert.That(report.Complaints, Is.Empty);
    }

    [TestCase(1280, false)]
    [TestCase(390, true)]
    [CancelAfter(60_000)]
    public async Task Page_FitsTheWindowAndItsTextStandsOut(int width, bool dark)
    {
        await using OpenReport report = await OpenReport.Open(WorkedCase.Make(), width: width, dark: dark);
        await report.Page.EvaluateAsync("for (const details of document.querySelectorAll('.card, .browse, .log-lines')) details.open = true");
        int overflow = await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        string[] faint = await report.Page.EvaluateAsync<string[]>(Contrast);
        Assert.Multiple(() =>
        {
            Assert.That(overflow, Is.LessThanOrEqualTo(0));
            Assert.That(faint, Is.Empty);
            Assert.That(report.Complaints, Is.Empty);
        });
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Controls_HaveNamesAndTheThemeTurns()
    {
        await using OpenReport report = await OpenReport.Open(WorkedCase.Make());
        await report.Page.ClickAsync("#event-0");
        string[] nameless = await report.Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('button, input:not([hidden]), select, textarea, a, [role=region], [role=grid], svg[role]')]
              .filter((e) => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).map((e) => e.outerHTML.slice(0, 120))
            """);
        Assert.That(nameless, Is.Empty);
        const string Paper = "getComputedStyle(document.body).backgroundColor";
        Assert.That(await report.Page.EvaluateAsync<string>(Paper), Is.EqualTo("rgb(255, 255, 255)"));
        await report.Page.ClickAsync("#theme");
        Assert.That(await report.Page.EvaluateAsync<string>(Paper), Is.EqualTo("rgb(21, 24, 28)"));
        await report.Page.EvaluateAsync("localStorage.clear()");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task LayersLogsAndGraph_AreMadeFromTheEvents()
    {
        await using OpenReport report = await OpenReport.Open(WorkedCase.Make());
        await report.Page.EvaluateAsync("for (const details of document.querySelectorAll('.card, .browse, .log-lines')) details.open = true");
        await report.Page.WaitForSelectorAsync("#layers-list .entries");
        await report.Page.EvaluateAsync(
            "for (let i = 0; i < 3; i++) for (const details of document.querySelectorAll('#layers-list .entries details')) details.open = true");
        await report.Until("document.querySelector('#layers-list .entries').textContent.includes('usr/')");
        Assert.Multiple(async () =>
        {
            Assert.That(await report.Page.Locator("#layers-list .browse").First.TextContentAsync(), Does.Contain("300 files"));
            Assert.That(await report.Page.Locator(".log li").CountAsync(), Is.EqualTo(60));
        });
        await report.Page.EvaluateAsync("document.getElementById('graph').scrollIntoView()");
        await report.Page.WaitForSelectorAsync("#graph svg a");
        Assert.That(await report.Page.Locator("#graph a").EvaluateAllAsync<string[]>("nodes => nodes.map((node) => node.getAttribute('aria-label'))"),
            Is.EqualTo(["container web, joined to image shop/web:1.4", "image shop/web:1.4, joined to layer aaaaaaaaaaaa, container web",
                "layer aaaaaaaaaaaa, joined to image shop/web:1.4"]));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Paper_HoldsTheReportWithoutItsControls()
    {
        await using OpenReport report = await OpenReport.Open(WorkedCase.Make());
        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.That(await report.Page.Locator("main button:not(.grid-head *):visible, main input:not(.kinds *):visible, nav:visible")
            .EvaluateAllAsync<string[]>("all => all.map((one) => one.outerHTML)"), Is.Empty);
        byte[] pdf = await report.Page.PdfAsync();
        Assert.That(pdf, Has.Length.GreaterThan(10_000));
    }

    /// <summary>How long a million events take: for people who change the page; no test depends on the machine's speed.</summary>
    [Test]
    [Explicit("measures")]
    public async Task MillionEvents_Measured()
    {
        await using OpenReport report = await OpenReport.Open(WorkedCase.Make(1_000_000));
        TestContext.Out.WriteLine(
            $"{new FileInfo(report.File).Length / 1e6:F0} MB; events read in {await report.Page.GetAttributeAsync("#events", "data-ready")} ms");
        foreach (string text in (string[])["file-77", "path:*d3*9.txt", "size:>500000", "mining", ""])
        {
            int shown = await report.Find(text);
            TestContext.Out.WriteLine($"{shown,9} events of \"{text}\" in {await report.Page.GetAttributeAsync("#events", "data-took")} ms");
        }
        foreach (string column in (string[])["size", "what", "type"])
        {
            await report.After(() => report.Page.ClickAsync($"[data-sort={column}]"));
            TestContext.Out.WriteLine($"sorted by {column} in {await report.Page.GetAttributeAsync("#events", "data-took")} ms");
        }
    }

    // Texts whose contrast with what is behind them is below 4.5 to 1 (WCAG 2.2, 1.4.3), disabled controls aside.
    private const string Contrast = """
        (() => {
          const channels = (color) => color.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = (element) => { for (let at = element; at; at = at.parentElement) { const c = channels(getComputedStyle(at).backgroundColor); if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
          const faint = new Set();
          for (const element of document.querySelectorAll('body *')) {
            const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
            if (!own || !element.checkVisibility() || element.disabled || element.closest('svg, noscript')) continue;
            const [a, b] = [light(channels(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
            if ((a + 0.05) / (b + 0.05) < 4.5) faint.add(`${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
          }
          return [...faint].slice(0, 10);
        })()
        """;
}
