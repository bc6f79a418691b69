using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Links that lead to secrets or to the host.</summary>
internal sealed class LinkRule : IFileRule
{
    private static readonly Rule s_rule = new("link-to-secret", "Link to a sensitive file", FindingConfidence.Medium, ["T1083", "T1003.008"], "What serves or copies files from that directory.");

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file.IsGone || file.Facts.Kind != EntryKind.Symlink || file.Owner == FileOwner.Base)
            return;
        ReadOnlySpan<byte> target = file.Tree.LinkTarget(file.Node);
        if (target.EndsWith("/etc/shadow"u8) || target.StartsWith("/proc/1/"u8) || target.EndsWith("docker.sock"u8) || target.StartsWith("/root/.ssh"u8) || target.EndsWith("/etc/sudoers"u8))
            sink.Add(s_rule, FindingSeverity.High, file.Subjects, $"{DisplayText.Escape(file.Path)} leads to {DisplayText.Escape(target)}.", file.Origin, new EvidencePath(file.Path), file.Facts.Modified);
    }
}
