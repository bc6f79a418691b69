using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Kubernetes;

/// <summary>Files of pods: hidden ones in the volumes that begin empty, and logs of logins that a container wrote anew, empty as they were.</summary>
internal sealed class PodFileRule : IFileRule
{
    private static readonly Rule s_hidden = new("kube-volume-hidden", "Hidden file in a pod's own volume", FindingConfidence.Low, ["T1564.001", "T1074.001"],
        "What the file is; which of the pod's containers have the volume.")
    {
        When = "A file under a name with a dot lies in an emptyDir volume: nothing is in one but what the pod put there.",
        Alternatives = ["programs keep locks and caches under such names"],
        Severities = [FindingSeverity.Low],
    };

    private static readonly Rule s_log = new("log-rewritten-empty", "Log of logins written anew, empty", FindingConfidence.Low, ["T1070.002"],
        "What else was done at that time; whether the image's file was empty as well.")
    {
        When = "A container or step has a log of logins or of the system of its own that is empty, and so was the one below it: emptied, or only touched.",
        Alternatives = ["a program that opens its log when it starts"],
        Severities = [FindingSeverity.Low],
    };

    public IReadOnlyList<Rule> Rules => [s_hidden, s_log];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (!file.IsFile)
            return;
        if (file is { Owner: FileOwner.Volume, VolumeDriver: "kubernetes.io/empty-dir" } && Suspicious.IsHidden(file.Path))
            sink.Add(s_hidden, FindingSeverity.Low, file, $"{DisplayText.Escape(file.Path)} is hidden in a volume of the pod.");
        else if (file is { Owner: FileOwner.Container or FileOwner.Step, IsPackageStep: false, Change: 'C', IsReplaced: false, Facts.Size: 0 }
            && file.Below is { Facts: { Kind: Evidence.EntryKind.File, Size: 0 } }
            && file.IsBelow("/var/log"u8) && IsOfLogins(file.Name) && file.Known.Modified != file.Below?.Known.Modified)
            sink.Add(s_log, FindingSeverity.Low, file, $"{DisplayText.Escape(file.Path)} was written anew and is empty, as it was below.");
    }

    private static bool IsOfLogins(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("wtmp"u8) || name.SequenceEqual("btmp"u8) || name.SequenceEqual("lastlog"u8) || name.StartsWith("auth.log"u8)
            || name.StartsWith("secure"u8) || name.StartsWith("syslog"u8) || name.StartsWith("messages"u8);
}
