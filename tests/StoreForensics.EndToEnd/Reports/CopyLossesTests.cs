using StoreForensics.EndToEnd.Cases;

namespace StoreForensics.EndToEnd.Reports;

/// <summary>What a copy did not keep, and what cannot be seen without it, is read by whoever reads the first page alone.</summary>
internal sealed class CopyLossesTests
{
    [Test]
    public void Are_on_the_first_page_with_their_consequence()
    {
        WrittenReports reports = WrittenReports.OfArchive(CaseInput.Of("tar-without-xattrs"));
        string[] losses = [.. reports.Inventory.GetProperty("problems").EnumerateArray()
            .Where(p => p.GetProperty("code").GetString()!.StartsWith("SF-COPY-", StringComparison.Ordinal)).Select(p => p.GetProperty("message").GetString()!)];
        string page = WrittenReports.Bare(reports.PdfPages[0]);
        Assert.Multiple(() =>
        {
            Assert.That(losses, Has.Some.Contains("opaque directories cannot be seen"));
            foreach (string loss in losses)
            {
                Assert.That(page, Does.Contain(WrittenReports.Bare(loss)));
                Assert.That(reports.FirstScreen, Does.Contain(loss.Replace("'", "&#39;", StringComparison.Ordinal)));
            }
            Assert.That(page, Does.Contain("Page1of").And.Contain("Examiner:name"), "the page is still one");
        });
    }

    [Test]
    public void A_whole_copy_has_none()
    {
        WrittenReports reports = WrittenReports.Of("webapp-20.10");
        Assert.That(reports.FirstScreen, Does.Not.Contain("did not keep"));
        Assert.That(reports.PdfPages[0], Does.Not.Contain("Copy: "));
    }
}
