using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Reports;

/// <summary>Both reports tell of every build that the builder itself told of, and of the swarm's objects, removed ones too.</summary>
internal sealed class BuildsAndSwarmTests
{
    [TestCase("quay")]
    [TestCase("reed")]
    public void Every_build_that_the_builder_lists_is_in_both_reports(string host)
    {
        var reports = WrittenReports.Of($"evidence/{host}/{host}.tar.xz");
        string pdf = Chapter(reports.PdfInOrder, "What the builders of", "The cache holds"), html = Section(reports.Html, "builds");
        int count = 0;
        foreach (string line in File.ReadLines(SharedFolder.Require($"evidence/{host}/truth/build/history.jsonl")))
        {
            using JsonDocument said = JsonDocument.Parse(line);
            string id = said.RootElement.Text("ref")!;
            id = id[(id.LastIndexOf('/') + 1)..];
            Assert.That(pdf, Does.Contain(id[..12]), "PDF");
            Assert.That(html, Does.Contain(id), "HTML");
            count++;
        }
        Assert.That(count, Is.GreaterThan(1));
        if (host == "quay")
            Assert.That(html, Does.Contain("failed, ").And.Contain("secrets asked for by the ids npmtoken"));
    }

    [Test]
    public void The_swarm_is_in_both_reports_with_what_was_removed()
    {
        var reports = WrittenReports.Of("evidence/reed/reed.tar.xz");
        string pdf = Chapter(reports.PdfInOrder, "What the swarm's managers", "Volumes"), html = Section(reports.Html, "swarm");
        foreach (string text in (string[])[pdf, html])
            Assert.That(text, Does.Contain("front_web").And.Contain("oldsecret").And.Contain("removed"));
    }

    private static string Chapter(string text, string from, string to)
    {
        int start = text.IndexOf(from, StringComparison.Ordinal);
        return text[start..text.IndexOf(to, start, StringComparison.Ordinal)];
    }

    private static string Section(string html, string id)
    {
        int start = html.IndexOf($"<section id=\"{id}\">", StringComparison.Ordinal);
        return html[start..html.IndexOf("</section>", start, StringComparison.Ordinal)];
    }
}
