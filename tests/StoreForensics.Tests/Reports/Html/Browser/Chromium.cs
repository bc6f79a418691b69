using Microsoft.Playwright;

namespace StoreForensics.Tests.Reports.Html.Browser;

/// <summary>One browser for all tests of the page. Tests are ignored where there is none: Debian's package <c>chromium</c> has it.</summary>
[SetUpFixture]
internal sealed class Chromium
{
    private const string Program = "/usr/bin/chromium";

    private static readonly SemaphoreSlim s_once = new(1);
    private static IPlaywright? s_driver;
    private static IBrowser? s_browser;

    public static async Task<IBrowser> Start()
    {
        if (!File.Exists(Program))
            Assert.Ignore($"There is no {Program}: the page cannot be opened.");
        await s_once.WaitAsync();
        try
        {
            s_driver ??= await Playwright.CreateAsync();
            return s_browser ??= await s_driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Program,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                    "--disable-sync"],
            });
        }
        finally
        {
            s_once.Release();
        }
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (s_browser is not null)
            await s_browser.CloseAsync();
        s_driver?.Dispose();
    }
}
