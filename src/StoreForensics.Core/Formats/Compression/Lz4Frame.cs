using K4os.Hash.xxHash;

namespace StoreForensics.Formats.Compression;

/// <summary>What the descriptor at the start of an lz4 frame says (LZ4 Frame Format 1.6, "Frame Descriptor").</summary>
internal sealed record Lz4Frame
{
    /// <summary>The format before frames: blocks of 8 MiB, no checksums.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>Most bytes that a block expands to.</summary>
    public required int BlockBytes { get; init; }

    /// <summary>Whether blocks may refer to the 64 KiB before them.</summary>
    public bool IsLinked { get; init; }

    public bool HasBlockChecksum { get; init; }

    public bool HasContentChecksum { get; init; }

    /// <summary>Reads the descriptor, which follows the magic.</summary>
    public static Lz4Frame Read(CompressedInput input)
    {
        Span<byte> descriptor = stackalloc byte[15];
        input.ReadExactly(descriptor[..2]);
        byte flags = descriptor[0];
        bool hasContentSize = (flags & 8) != 0, hasDictionary = (flags & 1) != 0;
        int length = 2 + (hasContentSize ? 8 : 0) + (hasDictionary ? 4 : 0);
        input.ReadExactly(descriptor[2..(length + 1)]);
        int sizeCode = (descriptor[1] >> 4) & 7;
        if (flags >> 6 != 1 || sizeCode < 4)
            throw new InvalidDataException("an unknown version or block size");
        if (descriptor[length] != (byte)(XXH32.DigestOf(descriptor[..length]) >> 8))
            throw new InvalidDataException("the frame header's checksum is wrong");
        if (hasDictionary)
            throw new InvalidDataException("it needs a dictionary that is not in it");
        return new Lz4Frame
        {
            BlockBytes = 1 << (8 + (2 * sizeCode)),
            IsLinked = (flags & 0x20) == 0,
            HasBlockChecksum = (flags & 0x10) != 0,
            HasContentChecksum = (flags & 4) != 0,
        };
    }
}
