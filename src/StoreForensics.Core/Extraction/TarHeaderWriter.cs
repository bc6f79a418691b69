using System.Text.Unicode;
using StoreForensics.Evidence;

namespace StoreForensics.Extraction;

/// <summary>
/// One member's headers: the ustar block (POSIX pax, "ustar Interchange Format"),
/// and before it the extended records for all that the block cannot hold exactly.
/// </summary>
internal readonly ref struct TarHeaderWriter
{
    public const int BlockBytes = 512;

    private const int NameBytes = 100;

    // Fields are octal digits and a closing NUL: seven digits, and eleven for size and time.
    private const long SmallLimit = 1L << 21;
    private const long BigLimit = 1L << 33;

    private readonly ExtractedEntry _entry;
    private readonly ReadOnlySpan<byte> _path;
    private readonly byte _type;
    private readonly ReadOnlySpan<byte> _linkTarget;
    private readonly long _size;
    private readonly long? _realSize;
    private readonly NodeExtra _extra;

    public TarHeaderWriter(in ExtractedEntry entry, ReadOnlySpan<byte> path, byte type, ReadOnlySpan<byte> linkTarget, long size, long? realSize)
    {
        _entry = entry;
        _path = path;
        _type = type;
        _linkTarget = linkTarget;
        _size = size;
        _realSize = realSize;
        _extra = entry.Extra;
    }

    private bool IsDevice => _type is (byte)'3' or (byte)'4';

    /// <summary>The block of the member itself.</summary>
    public byte[] Plain()
    {
        byte[] block = Block(_realSize is null ? _path : StandIn(_path), _type, _size, _entry.Mode, _entry.Uid, _entry.Gid, _entry.Modified?.Seconds ?? 0);
        Put(block.AsSpan(157, NameBytes), _linkTarget);
        if (IsDevice)
        {
            Octal(block.AsSpan(329, 8), Fitting(_extra.DeviceMajor, SmallLimit));
            Octal(block.AsSpan(337, 8), Fitting(_extra.DeviceMinor, SmallLimit));
        }
        return Sealed(block);
    }

    /// <summary>The extended header and its records, in whole blocks; empty when the plain block says everything.</summary>
    public byte[] Extended()
    {
        var records = new PaxRecordWriter();
        Names(records);
        Sparse(records);
        Numbers(records);
        Times(records);
        foreach (ExtendedAttribute attribute in _entry.Xattrs)
            records.Add("SCHILY.xattr." + Keyword(attribute.Name), attribute.Value);
        if (records.Length == 0)
            return [];
        // The same few facts for every extended header: nothing of it is the evidence's.
        byte[] block = Sealed(Block("PaxHeaders/entry"u8, (byte)'x', records.Length, 0x1a4, 0, 0, 0));
        return [.. block, .. records.Padded()];
    }

    private void Names(PaxRecordWriter records)
    {
        bool path = _realSize is null && NeedsRecord(_path), link = NeedsRecord(_linkTarget);
        // Values are UTF-8 unless this says that they are bytes.
        if (((path || _realSize is not null) && !Utf8.IsValid(_path)) || (link && !Utf8.IsValid(_linkTarget)))
            records.Add("hdrcharset", "BINARY"u8);
        if (path)
            records.Add("path", _path);
        if (link)
            records.Add("linkpath", _linkTarget);
    }

    // A map stands before the data: a reader that does not know it must not take both for the file (GNU tar manual, "PAX Format, Version 1.0").
    private void Sparse(PaxRecordWriter records)
    {
        if (_realSize is not long size)
            return;
        records.Add("GNU.sparse.major", 1);
        records.Add("GNU.sparse.minor", 0);
        records.Add("GNU.sparse.name", _path);
        records.Add("GNU.sparse.realsize", size);
    }

    private static ReadOnlySpan<byte> StandIn(ReadOnlySpan<byte> path) => (byte[])[.. "GNUSparseFile.0/"u8, .. path[(path.LastIndexOf((byte)'/') + 1)..]];

    // A short name stands in the block as the bytes it is: a record would be UTF-8, which some readers normalise.
    private static bool NeedsRecord(ReadOnlySpan<byte> name) => name.Length > NameBytes;

    private void Numbers(PaxRecordWriter records)
    {
        if (_size >= BigLimit)
            records.Add("size", _size);
        if (_entry.Uid >= SmallLimit)
            records.Add("uid", _entry.Uid);
        if (_entry.Gid >= SmallLimit)
            records.Add("gid", _entry.Gid);
        if (!IsDevice || (_extra.DeviceMajor < SmallLimit && _extra.DeviceMinor < SmallLimit))
            return;
        records.Add("SCHILY.devmajor", _extra.DeviceMajor);
        records.Add("SCHILY.devminor", _extra.DeviceMinor);
    }

    private void Times(PaxRecordWriter records)
    {
        if (_entry.Modified is { } modified && (modified.Nanoseconds != 0 || modified.Seconds is < 0 or >= BigLimit))
            records.Add("mtime", modified);
        if (_extra.Accessed is { } accessed)
            records.Add("atime", accessed);
        if (_extra.Changed is { } changed)
            records.Add("ctime", changed);
        if (_extra.Born is { } born)
            records.Add("LIBARCHIVE.creationtime", born);
    }

    // A keyword ends at the first equals sign; GNU tar spells one inside it so.
    private static string Keyword(string attribute) =>
        attribute.Contains('=', StringComparison.Ordinal)
            ? attribute.Replace("%", "%25", StringComparison.Ordinal).Replace("=", "%3D", StringComparison.Ordinal) : attribute;

    private static byte[] Block(ReadOnlySpan<byte> name, byte type, long size, uint mode, uint uid, uint gid, long seconds)
    {
        byte[] block = new byte[BlockBytes];
        Put(block.AsSpan(0, NameBytes), name);
        Octal(block.AsSpan(100, 8), mode);
        Octal(block.AsSpan(108, 8), Fitting(uid, SmallLimit));
        Octal(block.AsSpan(116, 8), Fitting(gid, SmallLimit));
        Octal(block.AsSpan(124, 12), Fitting(size, BigLimit));
        Octal(block.AsSpan(136, 12), Fitting(seconds, BigLimit));
        block[156] = type;
        "ustar\000"u8.CopyTo(block.AsSpan(257));
        return block;
    }

    // What does not fit is zero here and whole in a record, which readers take first.
    private static long Fitting(long value, long limit) => value >= 0 && value < limit ? value : 0;

    private static void Put(Span<byte> field, ReadOnlySpan<byte> value) => value[..Math.Min(value.Length, field.Length)].CopyTo(field);

    private static void Octal(Span<byte> field, long value)
    {
        for (int i = field.Length - 2; i >= 0; i--, value >>= 3)
            field[i] = (byte)('0' + (value & 7));
    }

    // The sum counts its own field as blanks.
    private static byte[] Sealed(byte[] block)
    {
        block.AsSpan(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in block)
            sum += b;
        Octal(block.AsSpan(148, 7), sum);
        block[154] = 0;
        return block;
    }
}
