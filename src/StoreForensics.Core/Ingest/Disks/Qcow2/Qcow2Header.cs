using System.Buffers.Binary;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Qcow2;

/// <summary>The header with its extensions, each field that is later divided or shifted by checked.</summary>
internal readonly record struct Qcow2Header
{
    public required int Version { get; init; }

    public required int ClusterBits { get; init; }

    /// <summary>Bytes of the medium.</summary>
    public required long Size { get; init; }

    /// <summary>0 for none, 1 for AES, 2 for LUKS.</summary>
    public required uint CryptMethod { get; init; }

    public required uint L1Entries { get; init; }

    public required ulong L1Offset { get; init; }

    public required uint Snapshots { get; init; }

    public required ulong Incompatible { get; init; }

    public required bool IsZstd { get; init; }

    /// <summary>As spelled; null for no backing file.</summary>
    public string? BackingName { get; init; }

    /// <summary>As spelled; null where it is not recorded.</summary>
    public string? BackingFormat { get; init; }

    /// <summary>As spelled; null where it is not recorded.</summary>
    public string? DataFileName { get; init; }

    public int ClusterBytes => 1 << ClusterBits;

    public bool HasExternalData => (Incompatible & Qcow2Layout.ExternalData) != 0;

    public bool HasExtendedL2 => (Incompatible & Qcow2Layout.ExtendedL2) != 0;

    /// <summary>Entries of a table of the second level: it fills one cluster.</summary>
    public int L2Entries => ClusterBytes / (HasExtendedL2 ? 16 : 8);

    /// <param name="head">The file's first <see cref="Qcow2Layout.MaxHeaderBytes"/>, or all there are.</param>
    /// <exception cref="EvidenceFormatException">A field says what cannot be.</exception>
    public static Qcow2Header Parse(ReadOnlySpan<byte> head)
    {
        if (head.Length < Qcow2Layout.HeaderBytesV2 || BinaryPrimitives.ReadUInt32BigEndian(head) != Qcow2Layout.Magic)
            throw Bad("no qcow2 header", 0);
        uint version = BinaryPrimitives.ReadUInt32BigEndian(head[Qcow2Layout.VersionAt..]);
        if (version is not (2 or 3))
            throw Bad($"qcow version {version}, and only 2 and 3 are read", Qcow2Layout.VersionAt);
        int headerBytes = HeaderBytes(head, version);
        ulong incompatible = version == 2 ? 0 : BinaryPrimitives.ReadUInt64BigEndian(head[Qcow2Layout.IncompatibleAt..]);
        var header = new Qcow2Header
        {
            Version = (int)version,
            ClusterBits = ReadClusterBits(head, incompatible),
            Size = ReadSize(head),
            CryptMethod = BinaryPrimitives.ReadUInt32BigEndian(head[Qcow2Layout.CryptMethodAt..]),
            L1Entries = BinaryPrimitives.ReadUInt32BigEndian(head[Qcow2Layout.L1SizeAt..]),
            L1Offset = BinaryPrimitives.ReadUInt64BigEndian(head[Qcow2Layout.L1OffsetAt..]),
            Snapshots = BinaryPrimitives.ReadUInt32BigEndian(head[Qcow2Layout.SnapshotsAt..]),
            Incompatible = incompatible,
            IsZstd = ReadCompression(head, headerBytes, incompatible),
            BackingName = ReadBackingName(head),
        };
        return WithExtensions(header, head, headerBytes);
    }

    private static int HeaderBytes(ReadOnlySpan<byte> head, uint version)
    {
        if (version == 2)
            return Qcow2Layout.HeaderBytesV2;
        uint length = head.Length < Qcow2Layout.MinHeaderBytesV3 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(head[Qcow2Layout.HeaderLengthAt..]);
        if (length < Qcow2Layout.MinHeaderBytesV3 || length > head.Length)
            throw Bad($"a header of {length} bytes", Qcow2Layout.HeaderLengthAt);
        return (int)length;
    }

    private static int ReadClusterBits(ReadOnlySpan<byte> head, ulong incompatible)
    {
        uint bits = BinaryPrimitives.ReadUInt32BigEndian(head[Qcow2Layout.ClusterBitsAt..]);
        int least = (incompatible & Qcow2Layout.ExtendedL2) != 0 ? Qcow2Layout.MinExtendedClusterBits : Qcow2Layout.MinClusterBits;
        return bits >= least && bits <= Qcow2Layout.MaxClusterBits ? (int)bits
            : throw Bad($"clusters of 2^{bits} bytes instead of 2^{least} to 2^{Qcow2Layout.MaxClusterBits}", Qcow2Layout.ClusterBitsAt);
    }

    private static long ReadSize(ReadOnlySpan<byte> head)
    {
        ulong size = BinaryPrimitives.ReadUInt64BigEndian(head[Qcow2Layout.SizeAt..]);
        return size <= long.MaxValue ? (long)size : throw Bad($"a disk of {size} bytes", Qcow2Layout.SizeAt);
    }

    private static bool ReadCompression(ReadOnlySpan<byte> head, int headerBytes, ulong incompatible)
    {
        byte type = headerBytes > Qcow2Layout.CompressionAt ? head[Qcow2Layout.CompressionAt] : (byte)0;
        if (type > 1 || (type != 0) != ((incompatible & Qcow2Layout.CompressionType) != 0))
            throw Bad($"compression of type {type}, which is unknown or not declared", Qcow2Layout.CompressionAt);
        return type == 1;
    }

    private static string? ReadBackingName(ReadOnlySpan<byte> head)
    {
        ulong offset = BinaryPrimitives.ReadUInt64BigEndian(head[Qcow2Layout.BackingOffsetAt..]);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head[Qcow2Layout.BackingSizeAt..]);
        if (offset == 0)
            return null;
        if (length is 0 or > Qcow2Layout.MaxBackingNameBytes || offset > (ulong)(head.Length - Math.Min(head.Length, (int)length)))
            throw Bad($"a backing file's name of {length} bytes at byte {offset}", Qcow2Layout.BackingOffsetAt);
        return Encoding.UTF8.GetString(head.Slice((int)offset, (int)length));
    }

    private static Qcow2Header WithExtensions(Qcow2Header header, ReadOnlySpan<byte> head, int at)
    {
        while (at <= head.Length - 8)
        {
            uint type = BinaryPrimitives.ReadUInt32BigEndian(head[at..]), length = BinaryPrimitives.ReadUInt32BigEndian(head[(at + 4)..]);
            at += 8;
            if (type == Qcow2Layout.ExtensionEnd)
                break;
            if (length > head.Length - at)
                throw Bad($"a header extension of {length} bytes", at - 4);
            string text = type is Qcow2Layout.ExtensionBackingFormat or Qcow2Layout.ExtensionDataFile ? Encoding.UTF8.GetString(head.Slice(at, (int)length))
                : "";
            header = type switch
            {
                Qcow2Layout.ExtensionBackingFormat => header with { BackingFormat = text },
                Qcow2Layout.ExtensionDataFile => header with { DataFileName = text },
                _ => header,
            };
            at += ((int)length + 7) & ~7;
        }
        return header;
    }

    private static EvidenceFormatException Bad(string message, long offset) => new(DiskProblems.BadHeader, message, offset);
}
