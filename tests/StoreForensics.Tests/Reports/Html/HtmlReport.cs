using System.Text;
using StoreForensics.Cases;
using StoreForensics.Reports.Html;

namespace StoreForensics.Tests.Reports.Html;

/// <summary>Writes a report into memory with the changes of the fake layers.</summary>
internal static class HtmlReport
{
    public static HtmlReportWriter Writer(bool showSecrets = false, int maxChanges = 500, int maxRows = 1_000_000, Func<string, string?>? templates = null) =>
        new()
        {
            ChangesOfLayer = HostileCase.Changes,
            ChangesOfContainer = container => HostileCase.Changes(container.Layer!),
            ShowSecrets = showSecrets,
            MaxChangesPerLayer = maxChanges,
            MaxTimelineRows = maxRows,
            Templates = templates,
        };

    public static byte[] Bytes(Case subject, HtmlReportWriter? writer = null)
    {
        using var target = new MemoryStream();
        (writer ?? Writer()).Write(subject, target);
        return target.ToArray();
    }

    /// <summary>Throws on bytes that are not UTF-8.</summary>
    public static string Text(Case subject, HtmlReportWriter? writer = null) =>
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes(subject, writer));
}
