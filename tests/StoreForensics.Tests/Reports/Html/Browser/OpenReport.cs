using System.Globalization;
using Microsoft.Playwright;
using StoreForensics.Cases;
using StoreForensics.Reports.Html;

namespace StoreForensics.Tests.Reports.Html.Browser;

/// <summary>A report in a browser, as an examiner opens it from disk: with what it complained of and asked for.</summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private const float Patience = 20_000; // milliseconds; far more than any step needs

    private readonly string _folder = Directory.CreateTempSubdirectory("storeforensics-page-").FullName;
    private readonly List<string> _complaints = [];
    private IBrowserContext _context = null!;

    private OpenReport()
    {
    }

    public IPage Page { get; private set; } = null!;

    /// <summary>Errors and warnings of the console, uncaught errors, dialogs, and requests for anything but the file itself.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public string File => Path.Combine(_folder, "report.html");

    /// <param name="subject">What it tells.</param>
    /// <param name="hash">Fragment of the address, with its sign.</param>
    /// <param name="width">Of the window in pixels.</param>
    /// <param name="writer">How it is written; null: as in other tests.</param>
    /// <param name="dark">Whether the system prefers dark.</param>
    public static async Task<OpenReport> Open(Case subject, string hash = "", int width = 1280, HtmlReportWriter? writer = null, bool dark = false)
    {
        IBrowser browser = await Chromium.Start();
        var open = new OpenReport();
        await using (FileStream file = System.IO.File.Create(open.File))
            (writer ?? HtmlReport.Writer()).Write(subject, file);
        open._context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            AcceptDownloads = true,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        open._context.SetDefaultTimeout(Patience);
        await open._context.AddInitScriptAsync(
            "window.shifts = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifts += e.value; }).observe({ type: 'layout-shift', buffered: true });");
        open.Page = await open._context.NewPageAsync();
        open.Watch();
        await open.Go(hash);
        return open;
    }

    /// <summary>Loads the file anew at an address.</summary>
    public async Task Go(string hash)
    {
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync(new Uri(File).AbsoluteUri + hash);
        await Settle();
    }

    /// <summary>Waits until the events are read and the last filter has answered.</summary>
    public async Task Settle() => await Page.WaitForSelectorAsync("#events[aria-busy='false']",
        new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });

    /// <summary>Types a search and gives how many events it leaves.</summary>
    public async Task<int> Find(string text) => await After(async () =>
    {
        await Page.FillAsync("#find", text);
        await Page.PressAsync("#find", "Enter");
    });

    /// <summary>Does something that filters, waits for the answer, and gives how many events it leaves.</summary>
    public async Task<int> After(Func<Task> step)
    {
        await Page.EvaluateAsync("document.getElementById('events').dataset.took = ''");
        await step();
        await Until("document.getElementById('events').dataset.took !== ''");
        return await Shown();
    }

    /// <summary>Waits until an expression is true. Playwright's own way evaluates text inside the page, which the page's policy refuses.</summary>
    public async Task Until(string expression)
    {
        for (int tries = 0; tries < Patience / 10; tries++)
        {
            if (await Page.EvaluateAsync<bool>(expression))
                return;
            await Task.Delay(10);
        }
        Assert.Fail($"never came true: {expression}");
    }

    public async Task<int> Shown()
    {
        string status = await Page.TextContentAsync("#status") ?? "";
        return int.Parse(status.Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    /// <summary>Cells of a row in view, by the columns' names.</summary>
    public async Task<string> Cell(int row, string column) => await Page.TextContentAsync($"#event-{row} .{column}") ?? "";

    public async Task<string> Clipboard() => await Page.EvaluateAsync<string>("navigator.clipboard.readText()");

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Watch()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"{message.Type}: {message.Text}");
        };
        Page.PageError += (_, error) => _complaints.Add("uncaught: " + error);
        Page.Dialog += (_, dialog) =>
        {
            _complaints.Add("dialog: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
        string own = new Uri(File).AbsoluteUri;
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(own, StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                _complaints.Add("request: " + request.Url);
        };
    }
}
