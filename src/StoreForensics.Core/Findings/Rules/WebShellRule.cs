using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Scripts that a web server runs, added while it ran.</summary>
internal sealed class WebShellRule : IFileRule
{
    private static readonly Rule s_rule = new("web-script-added", "Web script added to a running container", FindingConfidence.Medium, ["T1505.003"],
        "Its text, and the requests in the log that name it.")
    {
        When = "A script that web servers run, or any script or program in a place that is served, was added to a running container, is hidden in a volume, or lies among uploads there (medium). Medium where it is below /srv alone.",
        Alternatives = ["an application that writes scripts itself: caches, plug-ins, updates"],
        Severities = [FindingSeverity.Medium, FindingSeverity.High],
        IsAboutContent = true,
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (!file.IsFile)
            return;
        if (!Suspicious.IsWebScript(file.Name))
        {
            Served(file, sink);
            return;
        }
        bool isHidden = Suspicious.IsHidden(file.Path);
        if (file.Owner == FileOwner.Container && file.Change == 'A')
            Say(FindingSeverity.High, file, "was added to the container", sink);
        else if (file.Owner == FileOwner.Volume && isHidden)
            Say(FindingSeverity.High, file, "is hidden in a volume", sink);
        else if (file.Owner == FileOwner.Volume && (file.Path.IndexOf("upload"u8) >= 0
            || file.Subjects.Any(s => s.Contains("upload", StringComparison.OrdinalIgnoreCase))))
            Say(FindingSeverity.Medium, file, "lies among uploads", sink);
    }

    // Whatever a service works with lies below /srv, its own scripts too.
    private static bool IsData(in FileSight file) => file.IsBelow("/srv"u8) && !Suspicious.IsServed(file.Path[4..]) && !file.Path.EndsWith(".cgi"u8);

    // Browsers' scripts lie in such places as well: of those the text alone can tell.
    private static void Served(in FileSight file, FindingSink sink)
    {
        if (file is { Owner: FileOwner.Container, Change: 'A' } && Suspicious.IsServed(file.Path)
            && (file.IsExecutable || (Suspicious.IsServedScript(file.Name) && !Suspicious.IsBrowserScript(file.Name))))
            Say(IsData(file) ? FindingSeverity.Medium : FindingSeverity.High, file,
                "was added to the container, where files that are served usually lie", sink);
    }

    private static void Say(FindingSeverity severity, in FileSight file, string how, FindingSink sink) =>
        sink.Add(s_rule, severity, file, $"{DisplayText.Escape(file.Path)} {how}.");
}
