using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Directories that were removed and made anew in one layer: what was in them does not show, and no deletion tells of it.</summary>
internal sealed class DirectoryReplacedRule : IFileRule
{
    private static readonly Rule s_rule = new("directory-replaced", "Directory replaced whole", FindingConfidence.Low, ["T1070.004"],
        "What was in it: the layers below still hold it.")
    {
        When = "A directory was replaced whole, so that what was in it does not show; medium below /etc, and where a container emptied a directory of "
            + "schedules or rights.",
        Alternatives = ["the directory was deleted and made anew, as updates and builds do"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    private static readonly Rule s_emptied = s_rule with { Alternatives = ["its files were deleted or written one by one", .. s_rule.Alternatives] };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file.IsHidden && file.Owner is FileOwner.Step or FileOwner.Container)
            Hidden(file, sink);
        else if (file.IsReplaced && file.Owner is FileOwner.Step or FileOwner.Container)
            Say(s_rule, IsOfRights(file) ? FindingSeverity.Medium : FindingSeverity.Low, file, "was emptied and made anew", sink);
        else if (file is { Change: 'C', Below: { } below } && !file.Facts.Kind.IsDirectory() && below.IsDirectory)
            Say(s_rule, FindingSeverity.Low, file, "was a directory", sink);
    }

    // What is there is run, or lets somebody in.
    private static bool IsOfRights(in FileSight file) => file.Owner == FileOwner.Container
        && (file.Path.StartsWith("/etc/cron."u8) || file.Is("/var/spool/cron"u8) || file.IsBelow("/var/spool/cron"u8) || file.Is("/etc/sudoers.d"u8)
            || file.Is("/etc/pam.d"u8));

    // Whole trees have no mark of it: names may as well have been deleted and written one by one.
    private static void Hidden(in FileSight file, FindingSink sink)
    {
        FindingSeverity severity = file.IsBelow("/etc"u8) ? FindingSeverity.Medium : FindingSeverity.Low;
        if (file.IsOfWholeTree)
            Say(s_emptied, severity, file, file.IsGone ? "is gone, and so is or was written anew all else that was in its directory"
                : "was written anew, and all else that was in its directory is gone or was written anew", sink);
        else
            Say(s_rule, severity, file, file.IsGone ? "was hidden when its directory was replaced" : "was made anew when its directory was replaced", sink);
    }

    private static void Say(Rule rule, FindingSeverity severity, in FileSight file, string how, FindingSink sink) =>
        sink.Add(rule, severity, file, $"{DisplayText.Escape(file.Path)} {how}.");
}
