using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Reports;

/// <summary>A finding's time is when it was done; what a file says of itself stands beside it, as a stamp, in every output.</summary>
internal sealed class FindingTimesTests
{
    [TestCaseSource(typeof(WrittenReports), nameof(WrittenReports.Hosts))]
    public void Agree_in_all_outputs(string host)
    {
        WrittenReports reports = WrittenReports.Of(host);
        JsonElement[] findings = [.. reports.Inventory.GetProperty("findings").EnumerateArray()];
        string pdf = WrittenReports.Bare(reports.PdfInOrder), table = BuiltProgram.Run("findings", reports.Archive, "--show-secrets").Text;
        string[] rows = reports.Html.Split("<tr id=\"finding-")[1..];
        IReadOnlyList<JsonRow> stored = reports.Ask("SELECT time, stamp FROM findings ORDER BY finding_key");
        var disagreements = new Disagreements();
        disagreements.Same("findings of the page", findings.Length, rows.Length);
        disagreements.Same("findings of the case file", findings.Length, stored.Count);
        for (int i = 0; i < findings.Length; i++)
        {
            string what = $"{findings[i].GetProperty("rule").GetString()} {findings[i].GetProperty("path").GetString()}";
            string? time = findings[i].GetProperty("time").GetString(), stamp = findings[i].GetProperty("stamp").GetString();
            disagreements.Same($"happened of {what}", time, findings[i].GetProperty("happened").GetString());
            disagreements.Same($"time of {what} in the case file", Plain(time), Plain(stored[i].Text("time")));
            disagreements.Same($"stamp of {what} in the case file", Plain(stamp), Plain(stored[i].Text("stamp")));
            string when = rows[i][rows[i].IndexOf("<td data-label=\"When\">", StringComparison.Ordinal)..];
            when = when[(when.IndexOf('>') + 1)..when.IndexOf("</td>", StringComparison.Ordinal)];
            disagreements.True($"time of {what} in the page: {when}", when.StartsWith(Second(time), StringComparison.Ordinal));
            bool isOther = stamp is not null && Second(stamp) != Second(time);
            disagreements.Same($"stamp of {what} in the page: {when}", isOther, when.Contains($"stamped {Second(stamp)}", StringComparison.Ordinal));
            string words = $"{(time is null ? "time unknown" : Milli(time))}{(isOther ? ", stamped " + Milli(stamp!) : "")}";
            disagreements.True($"{words} of {what} in the PDF", pdf.Contains(WrittenReports.Bare(words), StringComparison.Ordinal));
            string cell = $"{time ?? "unknown"}{(isOther ? ", stamped " + stamp : "")}";
            disagreements.True($"{cell} of {what} in the table", table.Contains(cell, StringComparison.Ordinal));
        }
        disagreements.AssertNone(findings.Length);
    }

    /// <summary>A file of a container, which a commit kept, says 2031: nobody knows when the container got it.</summary>
    [Test]
    public void A_forged_stamp_is_no_time()
    {
        JsonElement[] findings = [.. WrittenReports.Of("webshop-1.6").Inventory.GetProperty("findings").EnumerateArray()];
        string?[] forged = [.. findings.Where(f => f.GetProperty("stamp").GetString()?.StartsWith("2031", StringComparison.Ordinal) == true)
            .Select(f => f.GetProperty("time").GetString())];
        Assert.That(forged, Is.EquivalentTo(new string?[] { null }));
        Assert.That(findings.Select(f => f.GetProperty("time").GetString() ?? "2015"), Has.All.StartsWith("2015"));
    }

    private static string Second(string? time) => time is null ? "" : time[..19].Replace('T', ' ');

    private static string Milli(string time) => time[..23].Replace('T', ' ');

    private static string? Plain(string? time) => time?.Replace("+00:00", "Z", StringComparison.Ordinal);
}
