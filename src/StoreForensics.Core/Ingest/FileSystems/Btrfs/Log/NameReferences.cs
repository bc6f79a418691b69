using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Log;

/// <summary>A name of an inode, as the inode itself records it (<c>btrfs_inode_ref</c>, <c>btrfs_inode_extref</c>).</summary>
/// <param name="Parent">The directory.</param>
/// <param name="Index">The name's number in it.</param>
/// <param name="Name">Its bytes.</param>
internal readonly record struct NameReference(ulong Parent, ulong Index, ReadOnlyMemory<byte> Name);

/// <summary>Reads and changes the items in which an inode records its names.</summary>
internal static class NameReferences
{
    private const int HeaderBytes = 10, ExtendedHeaderBytes = 18;

    /// <summary>The names that an item records; what breaks off is left out.</summary>
    public static List<NameReference> Of(in Item item)
    {
        var read = new List<NameReference>();
        bool isExtended = item.Key.Type == ItemType.ExtendedReference;
        int header = isExtended ? ExtendedHeaderBytes : HeaderBytes;
        for (int at = 0; at + header <= item.Data.Length;)
        {
            ReadOnlySpan<byte> b = item.Bytes[at..];
            ulong parent = isExtended ? b.U64(0) : item.Key.Offset, index = b.U64(header - HeaderBytes);
            int length = b.U16(header - 2);
            if (length == 0 || header + length > b.Length)
                break;
            read.Add(new NameReference(parent, index, item.Data.Slice(at + header, length)));
            at += header + length;
        }
        return read;
    }

    /// <summary>All names of an inode, the extended ones last.</summary>
    public static IEnumerable<NameReference> OfInode(ITree tree, ulong inode)
    {
        foreach (Item item in tree.Range(new Key(inode, ItemType.Reference, 0), new Key(inode, ItemType.ExtendedReference, ulong.MaxValue), static _ => { }))
        {
            foreach (NameReference name in Of(item))
                yield return name;
        }
    }

    /// <summary>The item's bytes without one of its names; empty when it was the only one.</summary>
    public static ReadOnlyMemory<byte> Without(in Item item, in NameReference name)
    {
        int header = item.Key.Type == ItemType.ExtendedReference ? ExtendedHeaderBytes : HeaderBytes, at = 0;
        foreach (NameReference one in Of(item))
        {
            int length = header + one.Name.Length;
            if (one.Parent == name.Parent && one.Index == name.Index && one.Name.Span.SequenceEqual(name.Name.Span))
                return (byte[])[.. item.Bytes[..at], .. item.Bytes[(at + length)..]];
            at += length;
        }
        return item.Data;
    }

    /// <summary>The bytes of an item with a name more.</summary>
    public static ReadOnlyMemory<byte> With(ReadOnlySpan<byte> item, in NameReference name)
    {
        byte[] bytes = new byte[item.Length + HeaderBytes + name.Name.Length];
        item.CopyTo(bytes);
        Span<byte> added = bytes.AsSpan(item.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(added, name.Index);
        BinaryPrimitives.WriteUInt16LittleEndian(added[8..], (ushort)name.Name.Length);
        name.Name.Span.CopyTo(added[HeaderBytes..]);
        return bytes;
    }

    /// <summary>By which a name stands in a directory a second time (Linux fs/btrfs/ctree.h, btrfs_name_hash).</summary>
    public static ulong Hash(ReadOnlySpan<byte> name) => Crc32C.Append(~1u, name);
}
