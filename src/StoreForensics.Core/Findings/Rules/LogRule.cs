using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Logs and shell histories that were deleted or emptied, and histories that were left.</summary>
internal sealed class LogRule : IFileRule
{
    private static readonly Rule s_wiped = new("log-wiped", "Log deleted or emptied", FindingConfidence.Medium, ["T1070.002"], "The version in the layers below: storeforensics cat --all-versions.");
    private static readonly Rule s_history = new("shell-history", "Shell history", FindingConfidence.High, ["T1552.003"], "The commands in it.");

    public void Look(in FileSight file, FindingSink sink)
    {
        bool isEmptied = file.IsFile && file.Facts.Size == 0 && file.Below is { Facts.Size: > 0 };
        if (file.Owner == FileOwner.Base)
            return;
        if (file.Name.EndsWith("_history"u8) && file.Name[0] == (byte)'.' && !file.IsGone)
            Say(s_history, file.Owner == FileOwner.Container ? FindingSeverity.Medium : FindingSeverity.Low, file, "is there", sink);
        if ((file.IsGone || isEmptied) && (file.IsBelow("/var/log"u8) || file.IsBelow("/var/adm"u8) || file.Name.EndsWith("_history"u8)))
            Say(s_wiped, IsTelling(file.Name) || file.Owner == FileOwner.Container ? FindingSeverity.Medium : FindingSeverity.Info, file, isEmptied ? "was emptied" : "was deleted", sink);
    }

    // Builds clean up after package managers; those write other logs.
    private static bool IsTelling(ReadOnlySpan<byte> name) =>
        name.StartsWith("auth.log"u8) || name.StartsWith("secure"u8) || name.StartsWith("syslog"u8) || name.StartsWith("messages"u8) || name.StartsWith("audit"u8) || name.SequenceEqual("wtmp"u8) || name.SequenceEqual("btmp"u8)
        || name.SequenceEqual("lastlog"u8) || name.StartsWith("access"u8) || name.EndsWith("_history"u8);

    private static void Say(Rule rule, FindingSeverity severity, in FileSight file, string how, FindingSink sink) =>
        sink.Add(rule, severity, file.Subjects, $"{DisplayText.Escape(file.Path)} {how}.", file.Origin, new EvidencePath(file.Path), file.IsGone ? null : file.Facts.Modified);
}
