using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vdi;

/// <summary>
/// The header of a VirtualBox disk, version 1.1, little-endian (VirtualBox src/VBox/Storage/VDICore.h, VDIHEADER1PLUS; qemu block/vdi.c).
/// </summary>
internal sealed record VdiHeader
{
    public const int Bytes = 512, SignatureAt = 64, MapAt = 0x154, SizeAt = 0x170;

    /// <summary>Kinds of images.</summary>
    public const uint Dynamic = 1, Fixed = 2, Differencing = 4;

    private const uint Signature = 0xBEDA107F;
    private const int MaxBlockBytes = 256 << 20;

    public required uint Kind { get; init; }

    /// <summary>Of the first entry of the map, in the file.</summary>
    public required uint MapOffset { get; init; }

    /// <summary>Of the first block, in the file.</summary>
    public required uint DataOffset { get; init; }

    /// <summary>Bytes of the medium.</summary>
    public required long Size { get; init; }

    public required int BlockBytes { get; init; }

    /// <summary>Bytes before each block that are not the medium's.</summary>
    public required int ExtraBytes { get; init; }

    public required uint Blocks { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Of the disk below a differencing one.</summary>
    public required Guid ParentId { get; init; }

    /// <exception cref="EvidenceFormatException">It cannot be.</exception>
    public static VdiHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes || U32(bytes, SignatureAt) != Signature)
            throw new EvidenceFormatException(DiskProblems.BadHeader, "no header that can be read", SignatureAt);
        uint version = U32(bytes, 0x44);
        if (version >> 16 != 1)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"version {version >> 16}.{version & 0xFFFF}, which is not read", 0x44);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(bytes[SizeAt..]);
        uint block = U32(bytes, 0x178), extra = U32(bytes, 0x17C);
        if (block is 0 or > MaxBlockBytes || block % 512 != 0 || extra > MaxBlockBytes)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"blocks of {block} and {extra} bytes cannot be", 0x178);
        if (size > long.MaxValue || size / block > uint.MaxValue)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a disk of {size} bytes cannot be", SizeAt);
        return new VdiHeader
        {
            Kind = U32(bytes, 0x4C),
            MapOffset = U32(bytes, MapAt),
            DataOffset = U32(bytes, 0x158),
            Size = (long)size,
            BlockBytes = (int)block,
            ExtraBytes = (int)extra,
            Blocks = U32(bytes, 0x180),
            Id = new Guid(bytes.Slice(0x188, 16)),
            ParentId = new Guid(bytes.Slice(0x1A8, 16)),
        };
    }

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
