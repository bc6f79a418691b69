using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Files whose time may have been set back: added to a container that is younger than they say they are.</summary>
internal sealed class FileTimeRule : IFileRule
{
    private const long DaySeconds = 86400;

    private static readonly Rule s_rule = new("file-time-set-back", "File older than the container it was added to", FindingConfidence.Medium, ["T1070.006"],
        "The change time, where the evidence has it; archives and docker cp keep old times too.")
    {
        When = "A file was added to a container and says that it is a day or more older; low for data.",
        Alternatives = ["unpacking an archive or copying with times kept gives a file the time that it had before"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file is not { Owner: FileOwner.Container, Change: 'A', IsFile: true } || file.ContainerCreated is not { } created
            || file.Known.Modified is not { } modified || modified.Seconds > created.Seconds - DaySeconds)
            return;
        bool isTelling = file.IsExecutable || Suspicious.IsScript(file.Name) || Suspicious.IsWebScript(file.Name) || Suspicious.IsHidden(file.Path);
        sink.Add(s_rule, isTelling ? FindingSeverity.Medium : FindingSeverity.Low, file,
            $"{DisplayText.Escape(file.Path)} says {modified}, and the container was created at {created}: its time was set, or kept by a copy.");
    }
}
