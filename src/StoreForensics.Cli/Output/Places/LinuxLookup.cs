using System.Text;
using StoreForensics.Cli.Extraction;

namespace StoreForensics.Cli.Output.Places;

/// <summary>By device and inode, which neither links nor mounts of the same directory elsewhere can hide.</summary>
internal sealed class LinuxLookup : IFileLookup
{
    // Far more than a path that the kernel takes can be deep.
    private const int MaxDepth = 4096;

    public static FileFacts? Find(ReadOnlySpan<byte> path, bool follow)
    {
        if (Calls.Facts(Calls.Name(path), follow, out var facts) < 0)
            return null;
        FileShape shape = (facts.Mode & 0xf000) switch
        {
            0x8000 => FileShape.File,
            0x4000 => FileShape.Directory,
            0xa000 => FileShape.Link,
            0x6000 => FileShape.BlockDevice,
            _ => FileShape.Other,
        };
        return new FileFacts(new FileKey(facts.Device, facts.Inode), shape, facts.Links, facts.Owner, facts.Mode & 0xfff);
    }

    public FileFacts? Find(string path, bool follow) => Find(Encoding.UTF8.GetBytes(path), follow);

    /// <inheritdoc/>
    /// <remarks>By <c>..</c>, as the kernel sees it: a link on the way down is none on the way up.</remarks>
    public IEnumerable<FileKey> DirectoriesFrom(string directory)
    {
        FileKey? last = null;
        for (int depth = 0; depth < MaxDepth && Find(directory, follow: true) is { } facts && facts.Key != last; depth++)
        {
            yield return facts.Key;
            last = facts.Key;
            directory += "/..";
        }
    }
}
