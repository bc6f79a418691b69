using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Html.Browser;

/// <summary>Evidence with payloads in every field, in a real browser: text stays text, nothing runs, nothing is asked of the network.</summary>
[TestFixture]
internal sealed class PageHoldsHostileTextTests
{
    [Test]
    [CancelAfter(60_000)]
    public async Task EverythingOpened_StaysTextAndSilent()
    {
        await using OpenReport report = await OpenReport.Open(HostileCase.Make());
        await report.Page.EvaluateAsync("for (const details of document.querySelectorAll('details')) details.open = true");
        await report.Page.EvaluateAsync("document.getElementById('graph').scrollIntoView()");
        await report.Page.WaitForSelectorAsync("#graph svg a");
        await report.Page.ClickAsync("#event-0");
        string detail = await report.Page.TextContentAsync("#detail") ?? "";
        await report.Page.EvaluateAsync("new Promise((resolve) => setTimeout(resolve, 300))");
        int foreign = await report.Page.EvaluateAsync<int>(
            "document.querySelectorAll('main img, main script, iframe, object, embed, [onerror], [onclick], [style*=url]').length");
        Assert.Multiple(() =>
        {
            Assert.That(report.Complaints, Is.Empty);
            Assert.That(foreign, Is.Zero);
            Assert.That(detail, Does.Contain(DisplayText.Escape("/"
                + HostileCase.P("event-path"))).And.Contain(DisplayText.Escape(HostileCase.P("event-tag"))));
        });
        Assert.That(await report.Cell(0, "what"), Does.Contain(DisplayText.Escape(HostileCase.P("event-path"))));
        Assert.That(await report.Page.TitleAsync(), Does.StartWith("case <script>alert(1)"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task CopiedCells_AreQuotedAndNoFormulas()
    {
        await using OpenReport report = await OpenReport.Open(HostileCase.Make(Formulas()));
        await report.Page.ClickAsync("#copy");
        await report.Until("document.getElementById('said').textContent !== ''");
        string csv = (await report.Clipboard()).ReplaceLineEndings("\n");
        Assert.That(csv, Is.EqualTo(""""
            datetime,type,of,what,size
            1970-01-01T00:00:00.000000000+00:00,container.log,web,'=cmd|'/c calc'!A1,-5
            1970-01-01T00:00:01.000000000+00:00,container.log,web,'@SUM(1),-5
            1970-01-01T00:00:02.000000000+00:00,container.log,web,"two, ""quoted""",-5

            """".ReplaceLineEndings("\n")));
    }

    private static FakeTimeline Formulas()
    {
        string[] messages = ["=cmd|'/c calc'!A1", "@SUM(1)", "two, \"quoted\""];
        var subject = new EventSubject { Index = 0, Evidence = "e", Containers = ["web"] };
        return new FakeTimeline(messages.Length, (i, e) =>
        {
            (e.Time, e.Subject, e.Type, e.Size) = (new Timestamp(i, 0), subject, EventType.ContainerLog, -5);
            e.Message = System.Text.Encoding.UTF8.GetBytes(messages[i]);
        });
    }
}
