using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>One attribute as its entry tells (attributes.rst).</summary>
/// <param name="Index">Stands for the namespace.</param>
/// <param name="Name">Without the namespace.</param>
/// <param name="ValueOffset">From the base of the area.</param>
/// <param name="ValueInode">The inode that holds the value; 0: it lies in the area.</param>
/// <param name="ValueBytes">Its length.</param>
internal readonly record struct XattrEntry(byte Index, byte[] Name, int ValueOffset, uint ValueInode, long ValueBytes)
{
    /// <summary><c>system.data</c>: the rest of a file that lies in its inode.</summary>
    public bool IsInlineData => Index == 7 && Name.AsSpan().SequenceEqual("data"u8);

    /// <summary>Null for indices that stand for no namespace that is shown.</summary>
    public string? FullName => Prefix() is { } prefix ? prefix + System.Text.Encoding.UTF8.GetString(Name) : null;

    private string? Prefix() => Index switch
    {
        0 => "",
        1 => "user.",
        2 => "system.posix_acl_access",
        3 => "system.posix_acl_default",
        4 => "trusted.",
        6 => "security.",
        7 => "system.",
        8 => "system.richacl",
        _ => null,
    };
}

/// <summary>The entries of an area of attributes: after the fields of an inode, or in a block.</summary>
internal static class XattrEntries
{
    /// <summary>Entries up to the first that is nonsense; <paramref name="isDamaged"/> says whether there was one.</summary>
    /// <param name="entries">From the first entry on.</param>
    /// <param name="isDamaged">Whether the list breaks off.</param>
    public static List<XattrEntry> Parse(ReadOnlySpan<byte> entries, out bool isDamaged)
    {
        var found = new List<XattrEntry>();
        isDamaged = false;
        int at = 0;
        while (at <= entries.Length - sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(entries[at..]) != 0)
        {
            if (at > entries.Length - Ext4Layout.XattrEntryBytes || entries[at] > entries.Length - at - Ext4Layout.XattrEntryBytes)
            {
                isDamaged = true;
                break;
            }
            ReadOnlySpan<byte> entry = entries[at..];
            int name = entry[0];
            found.Add(new XattrEntry(
                entry[1],
                entry.Slice(Ext4Layout.XattrEntryBytes, name).ToArray(),
                BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[8..])));
            at += (Ext4Layout.XattrEntryBytes + name + 3) & ~3;
        }
        return found;
    }
}
