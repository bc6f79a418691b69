using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>
/// What extended headers say of the next entry: PAX records (POSIX pax(1); keys of GNU tar, star and libarchive) and GNU's long names.
/// Every value here outranks the field of the entry's own header. Null or unset: not said.
/// </summary>
internal sealed class PaxAttributes
{
    /// <summary>Most attributes of one entry; a Linux file can have some thousands.</summary>
    public const int MaxXattrs = 4096;

    public ReusedBytes Path;
    public ReusedBytes LinkPath;

    /// <summary>The name and link target of GNU's <c>L</c> and <c>K</c> entries; PAX records outrank them.</summary>
    public ReusedBytes LongName;
    public ReusedBytes LongLink;

    /// <summary>A sparse file's true name: that in the header is made up (<c>GNUSparseFile.PID</c>).</summary>
    public ReusedBytes SparseName;

    public long? Size { get; private set; }

    public long? Uid { get; private set; }

    public long? Gid { get; private set; }

    public Timestamp? Modified { get; private set; }

    public Timestamp? Accessed { get; private set; }

    public Timestamp? Changed { get; private set; }

    public long? Inode { get; private set; }

    public long? Links { get; private set; }

    public long? DeviceMajor { get; private set; }

    public long? DeviceMinor { get; private set; }

    public List<ExtendedAttribute>? Xattrs { get; private set; }

    public PaxSparse Sparse { get; } = new();

    /// <summary>Takes one record. False: the key is known but its value is no value for it, and is left out.</summary>
    public bool Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty && !IsXattr(key))
        {
            Withdraw(key);
            return true;
        }
        if (key.EndsWith("time"u8) && key.Length == 5)
            return TakeTime(key, value);
        if (key.SequenceEqual("path"u8))
            Path.Set(value);
        else if (key.SequenceEqual("linkpath"u8))
            LinkPath.Set(value);
        else if (key.SequenceEqual("GNU.sparse.name"u8))
            SparseName.Set(value);
        else if (key.StartsWith("GNU.sparse."u8))
            return Sparse.Take(key["GNU.sparse.".Length..], value);
        else if (IsXattr(key) || key.SequenceEqual("RHT.security.selinux"u8))
            return TakeXattr(key, value);
        else
            return TakeNumber(key, value);
        return true;
    }

    public void Clear()
    {
        Path.Clear();
        LinkPath.Clear();
        LongName.Clear();
        LongLink.Clear();
        SparseName.Clear();
        Size = Uid = Gid = Inode = Links = DeviceMajor = DeviceMinor = null;
        Modified = Accessed = Changed = null;
        Xattrs = null;
        Sparse.Clear();
    }

    /// <summary>Starts an entry's attributes from the archive's global ones. A sparse map is never global.</summary>
    public void StartFrom(PaxAttributes global)
    {
        Clear();
        if (global.Path.IsSet)
            Path.Set(global.Path.Span);
        if (global.LinkPath.IsSet)
            LinkPath.Set(global.LinkPath.Span);
        (Size, Uid, Gid, Inode, Links) = (global.Size, global.Uid, global.Gid, global.Inode, global.Links);
        (DeviceMajor, DeviceMinor) = (global.DeviceMajor, global.DeviceMinor);
        (Modified, Accessed, Changed) = (global.Modified, global.Accessed, global.Changed);
        if (global.Xattrs is not null)
            Xattrs = [.. global.Xattrs];
    }

    // "A zero-length value deletes": the entry's own header holds again (POSIX pax, "extended header keywords").
    private void Withdraw(ReadOnlySpan<byte> key)
    {
        if (key.SequenceEqual("path"u8))
            Path.Clear();
        else if (key.SequenceEqual("linkpath"u8))
            LinkPath.Clear();
        else if (key.SequenceEqual("size"u8))
            Size = null;
        else if (key.SequenceEqual("uid"u8))
            Uid = null;
        else if (key.SequenceEqual("gid"u8))
            Gid = null;
        else if (key.SequenceEqual("mtime"u8))
            Modified = null;
        else if (key.SequenceEqual("atime"u8))
            Accessed = null;
        else if (key.SequenceEqual("ctime"u8))
            Changed = null;
    }

    private bool TakeTime(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Timestamp? time = PaxNumber.ParseTime(value);
        switch (key[0])
        {
            case (byte)'m': Modified = time ?? Modified; break;
            case (byte)'a': Accessed = time ?? Accessed; break;
            case (byte)'c': Changed = time ?? Changed; break;
            default: return true;
        }
        return time is not null;
    }

    private bool TakeNumber(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("size"u8))
            return PaxNumber.TryParse(value, out long size) && (Size = size) >= 0;
        if (key.SequenceEqual("uid"u8))
            return PaxNumber.TryParse(value, out long uid) && (Uid = uid) is not null;
        if (key.SequenceEqual("gid"u8))
            return PaxNumber.TryParse(value, out long gid) && (Gid = gid) is not null;
        if (!key.StartsWith("SCHILY."u8) || !PaxNumber.TryParse(value, out long number))
            return true; // other keys are not ours to judge
        if (key.SequenceEqual("SCHILY.ino"u8))
            Inode = number;
        else if (key.SequenceEqual("SCHILY.nlink"u8))
            Links = number;
        else if (key.SequenceEqual("SCHILY.devmajor"u8))
            DeviceMajor = number;
        else if (key.SequenceEqual("SCHILY.devminor"u8))
            DeviceMinor = number;
        return true;
    }

    private static bool IsXattr(ReadOnlySpan<byte> key) => key.StartsWith("SCHILY.xattr."u8) || key.StartsWith("LIBARCHIVE.xattr."u8);

    private bool TakeXattr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.StartsWith("LIBARCHIVE."u8))
            return LibarchiveXattr.Decode(key["LIBARCHIVE.xattr.".Length..], value) is { } attribute && SetXattr(attribute);
        string name = key.StartsWith("SCHILY."u8) ? Encoding.UTF8.GetString(key["SCHILY.xattr.".Length..]) : "security.selinux";
        return SetXattr(new ExtendedAttribute(name, value.ToArray()));
    }

    // libarchive writes each attribute in both spellings: one name, one value.
    private bool SetXattr(ExtendedAttribute attribute)
    {
        Xattrs ??= [];
        int same = Xattrs.FindIndex(a => a.Name == attribute.Name);
        if (same < 0 && Xattrs.Count == MaxXattrs)
            return false;
        if (same < 0)
            Xattrs.Add(attribute);
        else
            Xattrs[same] = attribute;
        return true;
    }
}
