using StoreForensics.Model;

namespace StoreForensics.Findings.Causes;

/// <summary>Which of several rules that point at one file says most about it.</summary>
internal static class SignRanks
{
    // What a file does or gives: each is a thing of its own.
    private static readonly string[] s_ofUse =
    [
        "account-second-root", "kube-account-token", "web-shell-text", "command-reverse-shell", "command-download-run", "miner-config", "miner", "setid-added",
        "preload-variable", "command-escape", "persistence-ssh-key", "persistence-preload",
    ];

    // Where it lies, what it is called or a copy of, how and when it came: of a file of which more is told they say nothing new.
    private static readonly string[] s_ofPlace =
    [
        "command-decode", "persistence-cron", "persistence-boot", "file-in-tmp", "name-poses-file", "file-hidden", "web-script-added",
        "container-program-changed", "command-outbound", "capability-added", "shell-renamed", "file-from-outside", "file-time-kept", "file-time-set-back",
        "file-in-containers",
    ];

    private static readonly string[] s_ofSettings =
    [
        "container-engine-socket", "container-host-path", "container-privileged", "container-device", "container-host-namespace", "container-capability",
        "container-unconfined",
    ];

    private static readonly string[] s_ofNames = ["name-hostile", "odd-name", "whiteout-name"];

    // About files that run, by their mode or by their first bytes.
    private const string MayRun = "file-in-tmp";

    // What a copy may lose of a file: its mode, its attributes, its times, the marks of what was deleted.
    private static readonly Dictionary<string, string> s_losable = new(StringComparer.Ordinal)
    {
        ["setid-added"] = "mode",
        ["capability-added"] = "attribute",
        ["file-from-outside"] = "time",
        ["file-time-kept"] = "time",
        ["file-time-set-back"] = "time",
        ["log-wiped"] = "deletion",
    };

    private static readonly Dictionary<string, int> s_ranks = s_ofSettings.Concat(s_ofUse).Concat(s_ofPlace).Distinct(StringComparer.Ordinal)
        .Select((rule, rank) => (rule, rank)).ToDictionary(r => r.rule, r => r.rank, StringComparer.Ordinal);

    /// <summary>The lower, the more it says; of all others the same.</summary>
    public static int Of(string rule) => s_ranks.GetValueOrDefault(rule, s_ranks.Count);

    /// <summary>Whether a rule points at a file.</summary>
    public static bool IsOfFile(string rule) => s_ofUse.Contains(rule, StringComparer.Ordinal) || IsOfPlace(rule);

    /// <summary>Whether it does so for where the file lies or whence it is, not for what it is there for.</summary>
    public static bool IsOfPlace(string rule) => s_ofPlace.Contains(rule, StringComparer.Ordinal);

    /// <summary>
    /// Whether whatever a copy loses takes the other finding too where it takes the telling one. Else the other would be grave in a copy and low in the whole:
    /// what a copy lost never makes anything look graver than it was.
    /// </summary>
    public static bool MayTell(Finding telling, Finding other) =>
        telling.Rule != MayRun && (Loss(telling) is not { } lost || lost == Loss(other));

    private static string? Loss(Finding finding) => finding.IsOfAbsence ? "deletion" : s_losable.GetValueOrDefault(finding.Rule);

    /// <summary>Whether a rule tells what a container was allowed to do.</summary>
    public static bool IsOfSetting(string rule) => s_ofSettings.Contains(rule, StringComparer.Ordinal);

    /// <summary>Whether a rule points at the names of files alone.</summary>
    public static bool IsOfName(string rule) => s_ofNames.Contains(rule, StringComparer.Ordinal);
}
