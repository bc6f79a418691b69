using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Programs that run as somebody else: set-uid, set-gid, and file capabilities.</summary>
internal sealed class SetIdRule : IFileRule
{
    private static readonly Rule s_rule = new("setid-added", "Set-uid or set-gid program", FindingConfidence.Medium, ["T1548.001"],
        "What the program is: compare it with the shells of the image.")
    {
        When = "A step or container added a set-uid or set-gid program, or gave the bit to one; info for those that distributions install so.",
        Alternatives = ["packages that install such programs"],
        Severities = [FindingSeverity.Info, FindingSeverity.High],
    };
    private static readonly Rule s_capability = new("capability-added", "Program with capabilities", FindingConfidence.Medium, ["T1548.001"],
        "Which capabilities, and what the program is.")
    {
        When = "A step or container gave a program capabilities.",
        Alternatives = ["programs such as ping are packed so by distributions"],
        Severities = [FindingSeverity.Info, FindingSeverity.Medium],
    };

    // What distributions install so.
    private static readonly HashSet<string> s_usual = new(StringComparer.Ordinal)
    {
        "su", "sudo", "sudoedit", "mount", "umount", "passwd", "chsh", "chfn", "gpasswd", "newgrp", "chage", "expiry", "ssh-agent", "ssh-keysign", "pkexec",
            "dbus-daemon-launch-helper",
        "wall", "write", "bsd-write", "unix_chkpwd", "crontab", "at", "fusermount", "fusermount3", "newuidmap", "newgidmap", "ping", "ping6", "traceroute6",
            "mlocate", "locate", "utempter", "bwrap", "postdrop", "postqueue", "exim4", "polkit-agent-helper-1", "pam_timestamp_check", "usernetctl",
            "mount.nfs", "bbsuid",
    };

    public IReadOnlyList<Rule> Rules => [s_rule, s_capability];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (!file.IsFile || file.Owner == FileOwner.Base)
            return;
        int bits = file.Mode & 0xC00, before = file.Below is { } below ? below.Facts.Mode & 0xC00 : 0;
        bool hasNewBits = (bits & ~before) != 0 || (bits != 0 && file.Change == 'C' && !file.IsOnlyTouched);
        bool hasCapability = file.Tree.Xattr(file.Node, "security.capability") is not null
            && (file.Below is not { } old || old.Tree.Xattr(old.Node, "security.capability") is null);
        if (!hasNewBits && !hasCapability)
            return;
        string name = System.Text.Encoding.UTF8.GetString(file.Name);
        bool isUsual = s_usual.Contains(name) && IsProgramPlace(file) && file.Owner != FileOwner.Container && (file.IsPackageStep || file.Below is null);
        if (hasNewBits)
        {
            string mode = Convert.ToString(file.Mode, 8).PadLeft(4, '0');
            string words = file.Below is null ? $"{DisplayText.Escape(file.Path)} was added with mode {mode}, owner {file.OwnerText}."
                : $"{DisplayText.Escape(file.Path)} has mode {mode}, owner {file.OwnerText}, where {Convert.ToString(file.Below.Value.Facts.Mode, 8).PadLeft(4, '0')} was before.";
            sink.Add(s_rule, isUsual ? FindingSeverity.Info : FindingSeverity.High, file, words);
        }
        if (hasCapability)
            sink.Add(s_capability, isUsual || file.IsPackageStep ? FindingSeverity.Info : FindingSeverity.Medium, file,
                $"{DisplayText.Escape(file.Path)} was given capabilities.");
    }

    private static bool IsProgramPlace(in FileSight file) =>
        file.IsBelow("/usr/bin"u8) || file.IsBelow("/bin"u8) || file.IsBelow("/usr/sbin"u8) || file.IsBelow("/sbin"u8) || file.IsBelow("/usr/lib"u8)
            || file.IsBelow("/usr/libexec"u8) || file.IsBelow("/lib"u8);
}
