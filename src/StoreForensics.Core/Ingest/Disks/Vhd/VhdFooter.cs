using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vhd;

/// <summary>The footer, which ends the file, and whose copy begins it unless the disk is fixed.</summary>
internal readonly record struct VhdFooter
{
    public required bool IsChecksumRight { get; init; }

    public required uint Type { get; init; }

    /// <summary>Bytes of the medium ("Current Size").</summary>
    public required long Size { get; init; }

    /// <summary>Where the header of a dynamic disk is.</summary>
    public required ulong HeaderOffset { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Null when there is no cookie.</summary>
    /// <exception cref="EvidenceFormatException">A field says what cannot be.</exception>
    public static VhdFooter? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < VhdLayout.FooterBytes || !bytes.StartsWith("conectix"u8))
            return null;
        ulong size = BinaryPrimitives.ReadUInt64BigEndian(bytes[VhdLayout.FooterSizeAt..]);
        uint type = BinaryPrimitives.ReadUInt32BigEndian(bytes[VhdLayout.FooterTypeAt..]);
        if (size > long.MaxValue)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a disk of {size} bytes", VhdLayout.FooterSizeAt);
        if (type is not (VhdLayout.Fixed or VhdLayout.Dynamic or VhdLayout.Differencing))
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a disk of type {type}", VhdLayout.FooterTypeAt);
        return new VhdFooter
        {
            IsChecksumRight = BinaryPrimitives.ReadUInt32BigEndian(bytes[VhdLayout.FooterChecksumAt..])
                == VhdLayout.Checksum(bytes[..VhdLayout.FooterBytes], VhdLayout.FooterChecksumAt),
            Type = type,
            Size = (long)size,
            HeaderOffset = BinaryPrimitives.ReadUInt64BigEndian(bytes[VhdLayout.FooterDataOffsetAt..]),
            Id = new Guid(bytes.Slice(VhdLayout.FooterIdAt, 16), bigEndian: true),
        };
    }
}
