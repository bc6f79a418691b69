using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Programs where none belong: in temporary directories, under hidden names.</summary>
internal sealed class HiddenFileRule : IFileRule
{
    private static readonly Rule s_temporary = new("file-in-tmp", "Program or hidden file in a temporary directory", FindingConfidence.Medium,
        ["T1105", "T1059.004"], "What the file is, and who started it.")
    {
        When = "A program, script or hidden file lies in a temporary directory; high when it is both hidden and a program.",
        Alternatives = ["installers and builds unpack there"],
        Severities = [FindingSeverity.Medium, FindingSeverity.High],
        IsAboutContent = true,
    };
    private static readonly Rule s_hidden = new("file-hidden", "Hidden file in a system directory", FindingConfidence.Medium, ["T1564.001"],
        "What the file is; who reads it.")
    {
        When = "A file under a name with a dot lies in a system directory; high for programs and in containers. Scripts hidden in volumes.",
        Alternatives = ["configuration of programs has such names"],
        Severities = [FindingSeverity.Medium, FindingSeverity.High],
    };

    public IReadOnlyList<Rule> Rules => [s_temporary, s_hidden];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file.Owner is FileOwner.Base || !file.IsFile)
            return;
        bool isHidden = Suspicious.IsHidden(file.Path);
        if (Suspicious.IsTemporary(file.Path) && file.Owner != FileOwner.Volume)
            Temporary(file, isHidden, sink);
        else if (isHidden && IsSystem(file) && !IsHistory(file))
            Say(s_hidden, file.IsExecutable || file.Owner == FileOwner.Container ? FindingSeverity.High : FindingSeverity.Medium, file, "is hidden", sink);
        else if (isHidden && file.Owner == FileOwner.Volume && (file.IsExecutable || Suspicious.IsScript(file.Name)))
            Say(s_hidden, FindingSeverity.Medium, file, "is hidden in a volume", sink);
    }

    private static void Temporary(in FileSight file, bool isHidden, FindingSink sink)
    {
        bool isProgram = file.IsExecutable || Suspicious.IsScript(file.Name);
        if (!isProgram && !isHidden)
            return;
        string what = file.IsExecutable ? "program" : "script, by its name";
        string how = isHidden && isProgram ? "is a hidden " + what : isProgram ? "is a " + what : "is hidden";
        Say(s_temporary, isHidden && isProgram ? FindingSeverity.High : FindingSeverity.Medium, file, how, sink);
    }

    private static void Say(Rule rule, FindingSeverity severity, in FileSight file, string how, FindingSink sink) =>
        sink.Add(rule, severity, file, $"{DisplayText.Escape(file.Path)} {how}.");

    // Of a service's account, whose home lies below /var/lib: what is in it is read by itself.
    private static bool IsHistory(in FileSight file) => file.IsBelow("/var/lib"u8) && !file.IsExecutable && file.Name.EndsWith("_history"u8);

    private static bool IsSystem(in FileSight file)
    {
        if (file.Path.IndexOf("/node_modules/"u8) >= 0 || file.Path.IndexOf("-packages/"u8) >= 0)
            return false;
        return file.IsBelow("/usr"u8) || file.IsBelow("/bin"u8) || file.IsBelow("/sbin"u8) || file.IsBelow("/lib"u8) || file.IsBelow("/lib64"u8)
            || file.IsBelow("/etc"u8) || file.IsBelow("/dev"u8) || file.IsBelow("/var"u8) || file.IsBelow("/opt"u8);
    }
}
