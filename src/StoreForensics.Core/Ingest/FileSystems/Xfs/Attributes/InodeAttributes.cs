using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Xfs.Extents;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Attributes;

/// <summary>Reads the attributes of an inode, whatever form they have. Damage becomes problems.</summary>
internal sealed class InodeAttributes(XfsVolume xfs)
{
    // Values of one file together: more is hostile.
    private const long MaxBytes = 64L << 20;

    /// <summary>All that programs can see, an access control list under both of its names; null for none.</summary>
    public List<ExtendedAttribute>? Read(in Inode inode)
    {
        if (inode.AttributeFork.IsEmpty || (inode.AttributeFormat == ForkFormat.Extents && inode.AttributeExtentCount == 0))
            return null;
        var raw = new List<RawAttribute>();
        ForkMap? map = null;
        try
        {
            map = Gather(inode, raw);
        }
        catch (EvidenceFormatException e)
        {
            Tell(inode, "its attributes cannot be read: " + e.Message, e.Offset);
        }
        return raw.Count == 0 ? null : Shown(inode, raw, map);
    }

    private ForkMap? Gather(in Inode inode, List<RawAttribute> raw)
    {
        if (inode.AttributeFormat == ForkFormat.Local)
        {
            if (!ShortAttributes.Read(inode.AttributeFork, raw))
                Tell(inode, "its list of attributes breaks off", null);
            return null;
        }
        ForkMap map = ForkMap.OfAttributes(xfs, inode);
        new AttributeBlocks(xfs, inode.Number, map).Read(inode, raw);
        return map;
    }

    private List<ExtendedAttribute>? Shown(in Inode inode, List<RawAttribute> raw, ForkMap? map)
    {
        List<ExtendedAttribute>? shown = null;
        long bytes = 0;
        foreach (RawAttribute attribute in raw)
        {
            if (!attribute.IsShown || Value(inode, attribute, map) is not { } value)
                continue;
            if ((bytes += value.Length) > MaxBytes)
            {
                Tell(inode, $"its attributes have more than {MaxBytes} bytes: the rest is left out", null);
                break;
            }
            string name = attribute.FullName;
            if (XfsAcl.ShownName(name) is { } other && XfsAcl.Shown(value) is { } list)
                (shown ??= []).Add(new ExtendedAttribute(other, list));
            (shown ??= []).Add(new ExtendedAttribute(name, value));
        }
        return shown;
    }

    private byte[]? Value(in Inode inode, in RawAttribute attribute, ForkMap? map)
    {
        if (attribute.Value is { } value || map is null)
            return attribute.Value;
        try
        {
            return RemoteValue.Read(xfs, map, inode.Number, attribute);
        }
        catch (EvidenceFormatException e)
        {
            Tell(inode, $"the value of the attribute {DisplayText.Escape(attribute.Name)} cannot be read: {e.Message}", e.Offset);
            return null;
        }
    }

    private void Tell(in Inode inode, string message, long? offset) =>
        xfs.Damage(XfsProblems.Xattr, offset ?? inode.Offset, $"inode {inode.Number}: {message}");
}
