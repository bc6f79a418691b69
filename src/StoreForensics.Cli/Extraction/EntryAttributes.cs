using StoreForensics.Evidence;
using StoreForensics.Extraction;

namespace StoreForensics.Cli.Extraction;

/// <summary>Sets what an entry has beyond its content: owner first, since that clears set-id bits, times last.</summary>
internal sealed class EntryAttributes(DirectoryOptions options, LeftOut leftOut)
{
    private const uint SetIdBits = 0xc00;

    private static readonly byte[] s_this = [0];

    /// <summary>Of an open file or directory. <paramref name="parent"/> and <paramref name="name"/>
    /// are not needed for a directory: its <c>.</c> is itself.</summary>
    public void SetOpen(int descriptor, int parent, byte[] name, in ExtractedEntry entry)
    {
        Owner(descriptor, s_this, entry);
        if (parent < 0)
            Xattrs(descriptor, ".\0"u8.ToArray(), entry);
        else
            Xattrs(parent, name, entry);
        if (HasMode(entry) && Calls.ChangeMode(descriptor, Mode(entry)) < 0)
            leftOut.Add("permissions", entry.Path.Span);
        if (entry.Modified is { } time && Calls.SetTimes(descriptor, time.Seconds, time.Nanoseconds) < 0)
            leftOut.Add("times", entry.Path.Span);
    }

    /// <summary>Of a symbolic link (which has no permissions), device, FIFO or socket that was just made.</summary>
    public void SetNamed(int directory, byte[] name, in ExtractedEntry entry)
    {
        Owner(directory, name, entry);
        Xattrs(directory, name, entry);
        if (entry.Kind != EntryKind.Symlink && HasMode(entry) && Calls.ChangeMode(directory, name, Mode(entry)) < 0)
            leftOut.Add("permissions", entry.Path.Span);
        if (entry.Modified is { } time && Calls.SetTimes(directory, name, time.Seconds, time.Nanoseconds) < 0)
            leftOut.Add("times", entry.Path.Span);
    }

    private void Owner(int directory, byte[] name, in ExtractedEntry entry)
    {
        if (options.Owners && !entry.HasOwner)
            leftOut.Add("owners that the copy did not keep", entry.Path.Span);
        else if (options.Owners && Calls.ChangeOwner(directory, name, entry.Uid, entry.Gid) < 0)
            leftOut.Add("owners", entry.Path.Span);
    }

    private bool HasMode(in ExtractedEntry entry)
    {
        if (!entry.HasMode)
            leftOut.Add("permissions that the copy did not keep", entry.Path.Span);
        return entry.HasMode;
    }

    private uint Mode(in ExtractedEntry entry)
    {
        if (options.SetId || (entry.Mode & SetIdBits) == 0)
            return entry.Mode;
        leftOut.Add("set-id bits (--set-id sets them)", entry.Path.Span);
        return entry.Mode & ~SetIdBits;
    }

    private void Xattrs(int directory, byte[] name, in ExtractedEntry entry)
    {
        foreach (ExtendedAttribute attribute in entry.Xattrs)
        {
            if (!options.Xattrs && !attribute.Name.StartsWith("user.", StringComparison.Ordinal))
                leftOut.Add("extended attributes that are not user.* (--xattrs sets them)", entry.Path.Span);
            else if (attribute.Name.Contains('\0', StringComparison.Ordinal) || Calls.SetXattr(directory, name, attribute.Name, attribute.Value) < 0)
                leftOut.Add("extended attributes that this file system or user may not set", entry.Path.Span);
        }
    }
}
