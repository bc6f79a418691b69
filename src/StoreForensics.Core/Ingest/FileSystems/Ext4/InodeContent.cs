using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>The bytes of files, directories and links, wherever the inode has put them.</summary>
internal sealed class InodeContent(Ext4Blocks ext4, InodeAttributes attributes)
{
    /// <summary>Targets are shorter than a block.</summary>
    private const int MaxTargetBytes = 65536;

    public long SizeOf(in Inode inode) => inode.Size(ext4.Super.Has(Incompatible.LargeDirectory));

    /// <exception cref="EvidenceFormatException">The inode holds none, or claims too many.</exception>
    public Stream Open(in Inode inode)
    {
        long size = SizeOf(inode);
        if (size < 0)
            throw Ext4Problems.Bad(Ext4Problems.Inode, $"inode {inode.Number} claims {(ulong)size} bytes");
        if (inode.Has(InodeFlags.InlineData))
            return Inline(inode, size);
        return new MappedStream(ext4.Blocks, ext4.Super.BlockBytes, BlockMaps.Of(ext4, inode), size);
    }

    /// <summary>Whether a link's target lies in its inode, so that no block has to be read.</summary>
    public bool HasTargetInside(in Inode inode) => inode.Has(InodeFlags.InlineData) || IsFastLink(inode, SizeOf(inode));

    /// <summary>A link's target; null, after a problem, when it cannot be read. Of an encrypted one the bytes as they are.</summary>
    public byte[]? Target(in Inode inode)
    {
        long size = SizeOf(inode);
        if (IsFastLink(inode, size))
            return Checked(inode, inode.BlockField[..(int)size].ToArray());
        try
        {
            if (size > MaxTargetBytes)
                throw Ext4Problems.Bad(Ext4Problems.Inode, $"inode {inode.Number} is a link with a target of {size} bytes");
            using Stream stream = Open(inode);
            byte[] target = new byte[size];
            stream.ReadExactly(target);
            return Checked(inode, target);
        }
        catch (Exception e) when (e is EvidenceFormatException or EndOfStreamException)
        {
            ext4.Problems.Damage(Ext4Problems.Inode, ext4.At(inode.Number), $"inode {inode.Number}: the link's target cannot be read: {e.Message}");
            return null;
        }
    }

    // A target ends at its size: nothing that can be made has none, more than a block, or a NUL in it. An encrypted one is noise, told elsewhere.
    private byte[] Checked(in Inode inode, byte[] target)
    {
        if (!inode.Has(InodeFlags.Encrypted) && (target.Length == 0 || target.Length >= ext4.Super.BlockBytes || target.Contains((byte)0)))
            ext4.Problems.Damage(Ext4Problems.Inode, ext4.At(inode.Number),
                $"inode {inode.Number}: no link can have its target of {target.Length} bytes: it is empty, has a NUL in it, or does not fit into a block");
        return target;
    }

    // Linux fs/ext4/inode.c, ext4_inode_is_fast_symlink: no block but that of the attributes.
    private bool IsFastLink(in Inode inode, long size)
    {
        if (inode.Has(InodeFlags.InlineData) || inode.Has(InodeFlags.Extents) || size >= Ext4Layout.BlockFieldBytes)
            return false;
        uint sectors = inode.AttributeBlock == 0 ? 0 : (uint)ext4.Super.BlockBytes / 512;
        return inode.SectorsLow <= sectors || ext4.Super.Has(Incompatible.AttributeInodes) || ext4.Super.Has(ReadOnlyCompatible.BigAllocation);
    }

    private InlineStream Inline(in Inode inode, long size)
    {
        byte[] rest = size > Ext4Layout.BlockFieldBytes ? attributes.InlineRest(inode) : [];
        return new InlineStream([.. inode.BlockField, .. rest], size);
    }
}
