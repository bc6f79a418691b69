using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Files by which a program is started again, or somebody let in again.</summary>
internal sealed class PersistenceRule : IFileRule
{
    private static readonly Rule s_cron = new("persistence-cron", "Scheduled job", FindingConfidence.Medium, ["T1053.003"], "What it starts, and whether that file is in the image.");
    private static readonly Rule s_boot = new("persistence-boot", "Started with the system or a shell", FindingConfidence.Medium, ["T1543.002", "T1037.004", "T1546.004"], "What it starts.");
    private static readonly Rule s_key = new("persistence-ssh-key", "SSH key authorised", FindingConfidence.High, ["T1098.004"], "Whose key it is; look for it on other hosts.");
    private static readonly Rule s_preload = new("persistence-preload", "Library loaded into every program", FindingConfidence.High, ["T1574.006"], "The library that it names.");
    private static readonly Rule s_auth = new("account-files", "Accounts or rights changed", FindingConfidence.Medium, ["T1136.001", "T1098", "T1556.003"], "Compare the file with the version in the layers below: storeforensics cat --all-versions.");

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file.Owner == FileOwner.Base || (!file.IsGone && !file.IsFile))
            return;
        bool isContainer = file.Owner == FileOwner.Container;
        if (file.Name.SequenceEqual("authorized_keys"u8) || file.Name.SequenceEqual("authorized_keys2"u8))
            Say(s_key, FindingSeverity.High, file, sink);
        else if (file.Is("/etc/ld.so.preload"u8))
            Say(s_preload, FindingSeverity.High, file, sink);
        else if (IsCron(file))
            Say(s_cron, file.IsPackageStep && !Suspicious.IsHidden(file.Path) ? FindingSeverity.Info : isContainer || Suspicious.IsHidden(file.Path) ? FindingSeverity.High : FindingSeverity.Medium, file, sink);
        else if (IsBoot(file))
            Say(s_boot, file.IsPackageStep ? FindingSeverity.Info : isContainer ? FindingSeverity.Medium : FindingSeverity.Low, file, sink);
        else if (IsAccounts(file))
            Accounts(file, isContainer, sink);
    }

    // A build step adds users; one that empties or deletes the list does not.
    private static void Accounts(in FileSight file, bool isContainer, FindingSink sink)
    {
        bool isEmptied = file.IsGone || (file.Facts.Size == 0 && file.Below is { Facts.Size: > 0 });
        Say(s_auth, isEmptied ? FindingSeverity.High : isContainer ? FindingSeverity.Medium : FindingSeverity.Info, file, sink);
    }

    private static void Say(Rule rule, FindingSeverity severity, in FileSight file, FindingSink sink)
    {
        string verb = file.IsGone ? "deleted" : file.Facts.Size == 0 && file.Below is { Facts.Size: > 0 } ? "emptied" : file.Change == 'A' ? "added" : "changed";
        sink.Add(rule, severity, file.Subjects, $"{DisplayText.Escape(file.Path)} was {verb}.", file.Origin, new EvidencePath(file.Path), file.IsGone ? null : file.Facts.Modified);
    }

    private static bool IsCron(in FileSight file) =>
        file.Path.StartsWith("/etc/cron"u8) || file.IsBelow("/var/spool/cron"u8) || file.IsBelow("/etc/anacrontab"u8) || file.IsBelow("/var/spool/at"u8);

    private static bool IsBoot(in FileSight file) =>
        file.IsBelow("/etc/systemd/system"u8) || file.IsBelow("/etc/init.d"u8) || file.Is("/etc/rc.local"u8) || file.Is("/etc/inittab"u8) || file.Is("/etc/profile"u8) || file.IsBelow("/etc/profile.d"u8)
        || file.Is("/etc/bash.bashrc"u8) || file.Name.SequenceEqual(".bashrc"u8) || file.Name.SequenceEqual(".bash_profile"u8) || file.Name.SequenceEqual(".profile"u8) || file.IsBelow("/etc/ld.so.conf.d"u8);

    private static bool IsAccounts(in FileSight file) =>
        file.Is("/etc/passwd"u8) || file.Is("/etc/shadow"u8) || file.Is("/etc/group"u8) || file.Is("/etc/gshadow"u8) || file.Is("/etc/sudoers"u8) || file.IsBelow("/etc/sudoers.d"u8) || file.IsBelow("/etc/pam.d"u8);
}
