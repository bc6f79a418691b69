using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Files of an application or system that a running container added, changed or deleted, where programs do not usually write.</summary>
internal sealed class ContainerChangeRule : IFileRule
{
    private static readonly Rule s_program = new("container-program-changed", "Program or library changed in a container", FindingConfidence.Medium, ["T1554"],
        "How it differs from the image's: storeforensics cat --all-versions.")
    {
        When = "A program or library of the system was added, changed or deleted (medium) in a container.",
        Alternatives = ["a program that updates itself, or somebody who mended the container by hand"],
        Severities = [FindingSeverity.Medium, FindingSeverity.High],
        IsAboutContent = true,
    };
    private static readonly Rule s_file = new("container-file-changed", "File changed in a container", FindingConfidence.Low, ["T1565.001"],
        "Whether the application writes there itself.")
    {
        When = "A file was changed in a container where programs do not usually write.",
        Alternatives = ["the program itself keeps its data there"],
        Severities = [FindingSeverity.Low],
        IsAboutContent = true,
    };
    public IReadOnlyList<Rule> Rules => [s_program, s_file];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file.Owner != FileOwner.Container || IsMountPoint(file))
            return;
        if (IsProgram(file) && file.IsOnlyTouched)
            Say(s_file, FindingSeverity.Low, file, "was written again or touched: its bytes, mode and owner are the image's", sink);
        else if (IsProgram(file))
            Say(s_program, file.IsGone ? FindingSeverity.Medium : FindingSeverity.High, file, Verb(file), sink);
        else if ((file.IsGone || !file.Facts.Kind.IsDirectory()) && !IsWritten(file))
            Say(s_file, FindingSeverity.Low, file, Verb(file), sink);
    }

    private static string Verb(in FileSight file) => file.IsGone ? "was deleted" : file.Change == 'A' ? "was added" : file.ChangedWords;

    private static bool IsProgram(in FileSight file) =>
        (file.IsGone || file.IsFile) && (file.IsBelow("/bin"u8) || file.IsBelow("/sbin"u8) || file.IsBelow("/usr/bin"u8) || file.IsBelow("/usr/sbin"u8)
            || file.IsBelow("/usr/local/bin"u8) || file.IsBelow("/usr/local/sbin"u8)
            || ((file.IsBelow("/lib"u8) || file.IsBelow("/usr/lib"u8) || file.IsBelow("/usr/local/lib"u8)) && file.Path.IndexOf(".so"u8) >= 0));

    // An empty file, on which --init mounts the host's init (docs/engine-traces.md); below /usr in images whose /sbin is a link.
    private static bool IsMountPoint(in FileSight file) =>
        file is { Change: 'A', IsFile: true, Facts.Size: 0 } && (file.Is("/sbin/docker-init"u8) || file.Is("/usr/sbin/docker-init"u8)
            || file.Is("/usr/bin/docker-init"u8) || file.Is("/dev/init"u8));

    // Where programs write as a matter of course.
    private static bool IsWritten(in FileSight file) =>
        file.IsBelow("/tmp"u8) || file.IsBelow("/var/tmp"u8) || file.IsBelow("/run"u8) || file.IsBelow("/var/run"u8) || file.IsBelow("/var/log"u8)
            || file.IsBelow("/var/cache"u8) || file.IsBelow("/proc"u8) || file.IsBelow("/sys"u8) || file.IsBelow("/dev"u8)
        || file.Is("/etc/hosts"u8) || file.Is("/etc/hostname"u8) || file.Is("/etc/resolv.conf"u8) || file.Is("/etc/mtab"u8)
            || file.IsBelow("/var/lib/apt/lists"u8)
        || file.IsBelow("/var/lib/dpkg"u8) || file.IsBelow("/lib/apk/db"u8) || file.IsBelow("/usr/lib/apk/db"u8) || file.IsBelow("/var/lib/rpm"u8);

    private static void Say(Rule rule, FindingSeverity severity, in FileSight file, string how, FindingSink sink) =>
        sink.Add(rule, severity, file, $"{DisplayText.Escape(file.Path)} {how}.");
}
