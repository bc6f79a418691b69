using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Reports.Documents.Content;

namespace StoreForensics.Reports.Text;

/// <summary>The calls that show again what a report states, as one would type them.</summary>
internal static class AskAgain
{
    private const int MostEvidences = 3;

    /// <summary>Of a section; null where nothing shows it but the report itself.</summary>
    public static string? Of(Case subject, string section) => section switch
    {
        Sections.Chronology => Call(subject, "timeline", "--findings"),
        Sections.Findings => Call(subject, "findings", "--rule RULE"),
        Sections.Indicators => Call(subject, "analyze", "-o case.iocs.csv"),
        Sections.Charts or Sections.Timeline => Call(subject, "timeline"),
        Sections.Evidence => Call(subject, "info", "--hash evidence"),
        Sections.Stores or Sections.Host or Sections.Volumes or Sections.Leftovers or Sections.Clocks => Call(subject, "info"),
        Sections.Layout => Call(subject, "info", "--layout"),
        Sections.Images => Call(subject, "images", "--all"),
        Sections.Containers => Call(subject, "containers"),
        Sections.Builds => Call(subject, "builds"),
        Sections.Swarm => Call(subject, "swarm"),
        Sections.Networks => Call(subject, "info", "--format json"),
        Sections.Removed => Call(subject, "containers", "--recovered"),
        Sections.Verification => Call(subject, "verify", "--all"),
        Sections.Problems => "storeforensics problems CODE",
        _ => null,
    };

    /// <summary>Of a finding: those of its rule about the first that it is about.</summary>
    public static string Of(Case subject, Finding finding)
    {
        string rule = $"--rule {finding.Rule}";
        if (finding.Subjects.Count == 0)
            return Call(subject, finding.Evidence, "findings", rule);
        bool isContainer = subject.Inventory.Containers.Exists(c => c.DisplayName == finding.Subjects[0] && c.Store.Root.Evidence == finding.Evidence);
        return Call(subject, finding.Evidence, "findings", $"{rule} {(isContainer ? "--container" : "--image")} {Word(finding.Subjects[0])}");
    }

    private static string Call(Case subject, string command, string options = "") => Call(command, options,
        [.. subject.Evidence.Take(MostEvidences).Select(e => Word(e.Name)), .. subject.Evidence.Count > MostEvidences ? ["…"] : Array.Empty<string>()]);

    private static string Call(Case subject, string evidence, string command, string options) =>
        evidence.Length == 0 ? Call(subject, command, options) : Call(command, options, [Word(evidence)]);

    private static string Call(string command, string options, string[] evidence) =>
        string.Join(' ', [$"storeforensics {command}", .. evidence, .. options.Length == 0 ? Array.Empty<string>() : [options]]);

    // As a shell takes it for one word.
    private static string Word(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,@%+".Contains(c, StringComparison.Ordinal))
        ? text : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
