using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Files of an application or system that a running container added, changed or deleted, where programs do not usually write.</summary>
internal sealed class ContainerChangeRule : IFileRule
{
    private static readonly Rule s_program = new("container-program-changed", "Program or library changed in a container", FindingConfidence.Medium, ["T1554"], "How it differs from the image's: storeforensics cat --all-versions.");
    private static readonly Rule s_file = new("container-file-changed", "File changed in a container", FindingConfidence.Low, ["T1565.001"], "Whether the application writes there itself.");
    private static readonly Rule s_packages = new("container-packages", "Packages installed in a running container", FindingConfidence.Medium, ["T1105"], "Which packages, and when.");
    private static readonly Rule s_replaced = new("directory-replaced", "Directory replaced whole", FindingConfidence.Low, ["T1070.004"], "What was in it: the layers below still hold it.");
    private static readonly Rule s_whiteout = new("whiteout-name", "Name that looks like a deletion mark", FindingConfidence.High, ["T1036"], "Whether a commit or export of the container hides a file by it.");

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file.IsHidden && file.Owner is FileOwner.Step or FileOwner.Container)
            Say(s_replaced, file.IsBelow("/etc"u8) ? FindingSeverity.Medium : FindingSeverity.Low, file, file.IsGone ? "was hidden when its directory was replaced" : "was made anew when its directory was replaced", sink);
        else if (file.IsReplaced && file.Owner is FileOwner.Step or FileOwner.Container)
            Say(s_replaced, FindingSeverity.Low, file, "was emptied and made anew", sink);
        else if (file is { Change: 'C', Below: { } below } && !file.Facts.Kind.IsDirectory() && below.IsDirectory)
            Say(s_replaced, FindingSeverity.Low, file, "was a directory", sink);
        if (file.Owner != FileOwner.Container)
            return;
        if (!file.IsGone && file.Name.StartsWith(".wh."u8))
            Say(s_whiteout, FindingSeverity.Medium, file, "looks like a mark of deletion", sink);
        if (file.Is("/var/lib/dpkg/status"u8) || file.Is("/lib/apk/db/installed"u8) || file.IsBelow("/var/lib/rpm"u8))
            Say(s_packages, FindingSeverity.Medium, file, "changed", sink);
        else if (IsProgram(file))
            Say(s_program, file.IsGone ? FindingSeverity.Medium : FindingSeverity.High, file, Verb(file), sink);
        else if ((file.IsGone || !file.Facts.Kind.IsDirectory()) && !IsWritten(file))
            Say(s_file, FindingSeverity.Low, file, Verb(file), sink);
    }

    private static string Verb(in FileSight file) => file.IsGone ? "was deleted" : file.Change == 'A' ? "was added" : "was changed";

    private static bool IsProgram(in FileSight file) =>
        (file.IsGone || file.IsFile) && (file.IsBelow("/bin"u8) || file.IsBelow("/sbin"u8) || file.IsBelow("/usr/bin"u8) || file.IsBelow("/usr/sbin"u8) || file.IsBelow("/usr/local/bin"u8) || file.IsBelow("/usr/local/sbin"u8)
            || ((file.IsBelow("/lib"u8) || file.IsBelow("/usr/lib"u8) || file.IsBelow("/usr/local/lib"u8)) && file.Path.IndexOf(".so"u8) >= 0));

    // Where programs write as a matter of course.
    private static bool IsWritten(in FileSight file) =>
        file.IsBelow("/tmp"u8) || file.IsBelow("/var/tmp"u8) || file.IsBelow("/run"u8) || file.IsBelow("/var/run"u8) || file.IsBelow("/var/log"u8) || file.IsBelow("/var/cache"u8) || file.IsBelow("/proc"u8) || file.IsBelow("/sys"u8) || file.IsBelow("/dev"u8)
        || file.Is("/etc/hosts"u8) || file.Is("/etc/hostname"u8) || file.Is("/etc/resolv.conf"u8) || file.Is("/etc/mtab"u8) || file.IsBelow("/var/lib/apt/lists"u8);

    private static void Say(Rule rule, FindingSeverity severity, in FileSight file, string how, FindingSink sink) =>
        sink.Add(rule, severity, file.Subjects, $"{DisplayText.Escape(file.Path)} {how}.", file.Origin, new EvidencePath(file.Path), file.IsGone ? null : file.Facts.Modified);
}
