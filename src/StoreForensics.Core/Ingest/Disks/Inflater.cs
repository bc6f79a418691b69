using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using StoreForensics.Primitives;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace StoreForensics.Ingest.Disks;

/// <summary>How a chunk of a disk image is packed.</summary>
internal enum Packing
{
    /// <summary>RFC 1950, with a checksum at the end.</summary>
    Zlib,

    /// <summary>RFC 1951, without one.</summary>
    Deflate,

    /// <summary>RFC 8878, one frame.</summary>
    Zstd,
}

/// <summary>Unpacks one chunk at a time. What follows the packed data in the span is not looked at.</summary>
internal static class Inflater
{
    private static readonly ConcurrentBag<Decompressor> s_idle = [];

    /// <summary>Reads the packed bytes from a file and unpacks them.</summary>
    public static void Unpack(Packing packing, IBlockSource file, long offset, int packedBytes, Span<byte> target, bool allowLonger = false)
    {
        file.CheckRange(offset, packedBytes);
        byte[] packed = ArrayPool<byte>.Shared.Rent(packedBytes);
        try
        {
            file.ReadAt(offset, packed.AsSpan(0, packedBytes));
            int got = packing == Packing.Zstd ? Zstd(packed.AsSpan(0, packedBytes), target, offset)
                : Deflate(packing, packed, packedBytes, target, offset, allowLonger);
            if (got != target.Length)
                throw new EvidenceFormatException(DiskProblems.BadData, $"{packedBytes} compressed bytes give {got} bytes instead of {target.Length}", offset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private static int Deflate(Packing packing, byte[] packed, int packedBytes, Span<byte> target, long offset, bool allowLonger)
    {
        try
        {
            using var input = new MemoryStream(packed, 0, packedBytes, writable: false);
            using Stream stream = packing == Packing.Zlib ? new ZLibStream(input, CompressionMode.Decompress)
                : new DeflateStream(input, CompressionMode.Decompress);
            int got = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
            // zlib looks at its checksum only when it is asked for more.
            if (packing == Packing.Zlib && got == target.Length && stream.ReadByte() >= 0 && !allowLonger)
                return got + 1;
            return got;
        }
        catch (InvalidDataException e)
        {
            throw new EvidenceFormatException(DiskProblems.BadData, "compressed data is damaged", offset, e);
        }
    }

    private static unsafe int Zstd(ReadOnlySpan<byte> packed, Span<byte> target, long offset)
    {
        Decompressor decompressor = s_idle.TryTake(out Decompressor? idle) ? idle : new Decompressor();
        try
        {
            nuint frame;
            fixed (byte* start = packed)
                frame = Methods.ZSTD_findFrameCompressedSize(start, (nuint)packed.Length);
            if (frame == 0 || frame > (nuint)packed.Length) // an error code is a huge number
                throw new EvidenceFormatException(DiskProblems.BadData, "compressed data is no zstd frame", offset);
            return decompressor.Unwrap(packed[..(int)frame], target);
        }
        catch (ZstdException e)
        {
            throw new EvidenceFormatException(DiskProblems.BadData, "compressed data is damaged", offset, e);
        }
        finally
        {
            s_idle.Add(decompressor);
        }
    }
}
