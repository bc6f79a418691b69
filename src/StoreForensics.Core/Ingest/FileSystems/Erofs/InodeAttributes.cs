using System.Buffers.Binary;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>
/// Extended attributes: after the inode first those that several inodes share, by their places, then its own (erofs_fs.h, struct erofs_xattr_ibody_header;
/// xattr.c). Values are as <c>getxattr</c> gives them.
/// </summary>
internal sealed class InodeAttributes(ErofsVolume volume)
{
    private const byte LongPrefix = 0x80;

    private static readonly string?[] s_prefixes = [null, "user.", "system.posix_acl_access", "system.posix_acl_default", "trusted.", null, "security."];

    /// <summary>Null for none. What cannot be read is left out and told.</summary>
    public IReadOnlyList<ExtendedAttribute>? Read(in Inode inode)
    {
        if (inode.XattrBytes == 0)
            return null;
        var found = new List<ExtendedAttribute>();
        try
        {
            ReadOnlySpan<byte> body = volume.Read(inode.Offset + inode.HeadBytes - inode.XattrBytes, inode.XattrBytes, ErofsProblems.Xattr).Span;
            int at = ErofsLayout.XattrHeaderBytes + (body[4] * sizeof(uint));
            if (at > body.Length)
                throw Bad(inode);
            for (int i = ErofsLayout.XattrHeaderBytes; i < at; i += sizeof(uint))
                Shared(inode, BinaryPrimitives.ReadUInt32LittleEndian(body[i..]), found);
            while (at <= body.Length - ErofsLayout.XattrEntryBytes)
            {
                int length = Length(body[at..]);
                if (length > body.Length - at)
                    throw Bad(inode);
                Add(inode, body.Slice(at, length), found);
                at += (length + 3) & ~3;
            }
        }
        catch (EvidenceFormatException e)
        {
            volume.Damage(e.Code, e.Offset, e.Message);
        }
        return found.Count == 0 ? null : found;
    }

    private void Shared(in Inode inode, uint number, List<ExtendedAttribute> found)
    {
        long place = volume.Super.XattrOffset + ((long)number * sizeof(uint));
        int length = Length(volume.Read(place, ErofsLayout.XattrEntryBytes, ErofsProblems.Xattr).Span);
        Add(inode, volume.Read(place, length, ErofsProblems.Xattr).Span, found);
    }

    private static int Length(ReadOnlySpan<byte> entry) =>
        ErofsLayout.XattrEntryBytes + entry[0] + BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]);

    private static void Add(in Inode inode, ReadOnlySpan<byte> entry, List<ExtendedAttribute> found)
    {
        ReadOnlySpan<byte> name = entry.Slice(ErofsLayout.XattrEntryBytes, entry[0]);
        if ((entry[1] & LongPrefix) != 0 || entry[1] >= s_prefixes.Length || s_prefixes[entry[1]] is not { } prefix)
            throw ErofsProblems.Bad(ErofsProblems.Xattr, $"node {inode.Number} has an attribute whose prefix is not known ({entry[1]})", inode.Offset);
        found.Add(new ExtendedAttribute(prefix + Encoding.UTF8.GetString(name), entry[(ErofsLayout.XattrEntryBytes + entry[0])..].ToArray()));
    }

    private static EvidenceFormatException Bad(in Inode inode) =>
        ErofsProblems.Bad(ErofsProblems.Xattr, $"the attributes of node {inode.Number} break off", inode.Offset);
}
