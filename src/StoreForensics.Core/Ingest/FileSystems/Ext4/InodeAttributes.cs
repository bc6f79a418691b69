using System.Buffers.Binary;
using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Reads the attributes of an inode: those in it, then those in its block; values that lie in an inode of their own too.</summary>
internal sealed class InodeAttributes(Ext4Blocks ext4)
{
    /// <summary>The kernel allows 64 KiB a value.</summary>
    private const int MaxValueBytes = 1 << 20;

    /// <summary>All attributes with a name that is shown, in the order found; null for none. Damage becomes problems.</summary>
    public List<ExtendedAttribute>? Read(in Inode inode)
    {
        if (!HasAny(inode))
            return null;
        List<ExtendedAttribute>? found = null;
        foreach ((XattrEntry entry, byte[] value) in Entries(inode))
        {
            if (!entry.IsInlineData && entry.FullName is { } name)
                (found ??= []).Add(new ExtendedAttribute(name, entry.Index is 2 or 3 ? PosixAcl.Shown(value) : value));
        }
        return found;
    }

    /// <summary>What of a file in its inode did not fit into the block field; empty when all did.</summary>
    public byte[] InlineRest(in Inode inode)
    {
        foreach ((XattrEntry entry, byte[] value) in Entries(inode))
        {
            if (entry.IsInlineData)
                return value;
        }
        return [];
    }

    private static bool HasAny(in Inode inode) => inode.AttributeBlock != 0 || !InBody(inode).IsEmpty;

    // The area of attributes in the inode itself, from the first entry on; empty when there is none.
    private static ReadOnlySpan<byte> InBody(in Inode inode)
    {
        int extra = inode.ExtraBytes, start = Ext4Layout.SmallInodeBytes + extra;
        ReadOnlySpan<byte> body = inode.Bytes;
        bool isThere = extra > 0 && body.Length >= start + 4 && BinaryPrimitives.ReadUInt32LittleEndian(body[start..]) == Ext4Layout.XattrMagic;
        return isThere ? body[(start + 4)..] : default;
    }

    private List<(XattrEntry Entry, byte[] Value)> Entries(in Inode inode)
    {
        var found = new List<(XattrEntry, byte[])>();
        if (InBody(inode) is { IsEmpty: false } area)
            Take(inode, area, area, found);
        if (inode.AttributeBlock != 0)
            TakeBlock(inode, found);
        return found;
    }

    private void TakeBlock(in Inode inode, List<(XattrEntry, byte[])> found)
    {
        byte[] block = new byte[ext4.Super.BlockBytes];
        try
        {
            ext4.ReadBlock(inode.AttributeBlock, block);
        }
        catch (EvidenceFormatException unreadable)
        {
            Tell(inode, "its block of attributes cannot be read: " + unreadable.Message);
            return;
        }
        if (BinaryPrimitives.ReadUInt32LittleEndian(block) != Ext4Layout.XattrMagic)
            Tell(inode, "its block of attributes has no mark");
        else
            Take(inode, block.AsSpan(Ext4Layout.XattrBlockHeaderBytes), block, found);
    }

    private void Take(in Inode inode, ReadOnlySpan<byte> entries, ReadOnlySpan<byte> values, List<(XattrEntry, byte[])> found)
    {
        List<XattrEntry> list = XattrEntries.Parse(entries, out bool isDamaged);
        if (isDamaged)
            Tell(inode, "its list of attributes breaks off");
        foreach (XattrEntry entry in list)
        {
            if (entry.ValueBytes > MaxValueBytes)
                Tell(inode, $"the attribute {DisplayText.Escape(entry.Name)} claims {entry.ValueBytes} bytes");
            else if (entry.ValueInode != 0 && entry.ValueBytes == 0)
                Tell(inode, $"the attribute {DisplayText.Escape(entry.Name)} has no bytes, and an inode of its own for them");
            else if (entry.ValueInode != 0)
                TakeValueInode(inode, entry, found);
            else if (entry.ValueOffset > values.Length - entry.ValueBytes)
                Tell(inode, $"the value of the attribute {DisplayText.Escape(entry.Name)} lies outside of its place");
            else
                found.Add((entry, values.Slice(entry.ValueOffset, (int)entry.ValueBytes).ToArray()));
        }
    }

    private void TakeValueInode(in Inode inode, XattrEntry entry, List<(XattrEntry, byte[])> found)
    {
        try
        {
            Inode holder = ext4.ReadInode(entry.ValueInode);
            if (!holder.Has(InodeFlags.AttributeInode))
                throw Ext4Problems.Bad(Ext4Problems.Xattr, $"inode {entry.ValueInode} holds no attribute");
            byte[] value = new byte[entry.ValueBytes];
            using var stream = new MappedStream(ext4.Blocks, ext4.Super.BlockBytes, BlockMaps.Of(ext4, holder), entry.ValueBytes);
            stream.ReadExactly(value);
            found.Add((entry, value));
        }
        catch (EvidenceFormatException e)
        {
            Tell(inode, $"the value of the attribute {DisplayText.Escape(entry.Name)} cannot be read: {e.Message}");
        }
    }

    private void Tell(in Inode inode, string message) =>
        ext4.Problems.Damage(Ext4Problems.Xattr, ext4.At(inode.Number), $"inode {inode.Number}: {message}");
}
