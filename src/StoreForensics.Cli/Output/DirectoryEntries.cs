using System.Text;
using StoreForensics.Cli.Output.Places;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>The files and directories of an evidence that is a directory, by what tells them apart: they may have other names outside of it.</summary>
/// <param name="path">The directory as typed.</param>
/// <param name="tree">What was found in it.</param>
internal sealed class DirectoryEntries(string path, EvidenceTree tree)
{
    /// <summary>The first entry that is one of the files, and which; null for none.
    /// Files with one name only are not looked for: they have none outside.</summary>
    public (FileKey Key, EvidencePath Path)? Find(IReadOnlySet<FileKey> keys)
    {
        HashSet<ulong> inodes = [.. keys.Select(k => k.Inode).Where(i => i != 0)];
        for (int node = 0; node < tree.Count && inodes.Count > 0; node++)
        {
            if (tree[node].Kind is not (EntryKind.Directory or EntryKind.File) || tree.Extra(node) is not { } extra || !inodes.Contains(extra.Inode))
                continue;
            // The tree has no device: the file system that has it is asked again.
            if ((tree[node].Kind == EntryKind.Directory || extra.Links > 1) && Look(node) is { } found && keys.Contains(found.Key))
                return (found.Key, tree.PathOf(node));
        }
        return null;
    }

    private FileFacts? Look(int node) => LinuxLookup.Find([.. Encoding.UTF8.GetBytes(path), (byte)'/', .. tree.PathOf(node).Bytes], follow: false);
}
