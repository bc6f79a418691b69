using System.IO.Compression;
using StoreForensics.Primitives;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Extents;

/// <summary>Unpacks an extent. One that gives less than it should is zeros from there on, as the kernel reads it.</summary>
internal static class ExtentUnpacker
{
    // The kernel packs with windows of 128 KiB at most.
    private const int MaxWindowLog = 20;

    /// <param name="packing">How it is packed.</param>
    /// <param name="stored">All of it; what follows the packed data is not looked at.</param>
    /// <param name="bytes">Of what comes out.</param>
    /// <param name="sectorBytes">Bytes of a sector of the file system: LZO packs each alone.</param>
    /// <exception cref="EvidenceFormatException">It is damaged.</exception>
    public static byte[] Unpack(ExtentPacking packing, byte[] stored, int bytes, int sectorBytes)
    {
        byte[] target = new byte[bytes];
        switch (packing)
        {
            case ExtentPacking.None:
                stored.AsSpan(0, Math.Min(stored.Length, bytes)).CopyTo(target);
                break;
            case ExtentPacking.Lzo:
                Lzo(stored, target, sectorBytes);
                break;
            default:
                Fill(packing, stored, target);
                break;
        }
        return target;
    }

    private static void Fill(ExtentPacking packing, byte[] stored, byte[] target)
    {
        try
        {
            using var input = new MemoryStream(stored, 0, packing == ExtentPacking.Zstd ? FrameBytes(stored) : stored.Length, writable: false);
            using Stream stream = packing == ExtentPacking.Zlib ? new ZLibStream(input, CompressionMode.Decompress) : Zstd(input);
            int read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
            // A decoder may have written beyond what it says that it gave.
            target.AsSpan(read).Clear();
        }
        catch (Exception e) when (e is InvalidDataException or ZstdException or EndOfStreamException)
        {
            throw Damaged(packing, "cannot be unpacked");
        }
    }

    // Zeros follow up to the end of a sector, which would be the beginning of another frame.
    private static unsafe int FrameBytes(ReadOnlySpan<byte> stored)
    {
        nuint frame;
        fixed (byte* start = stored)
            frame = Methods.ZSTD_findFrameCompressedSize(start, (nuint)stored.Length);
        return frame > 0 && frame <= (nuint)stored.Length // an error code is a huge number
            ? (int)frame : throw Damaged(ExtentPacking.Zstd, "is no zstd frame");
    }

    private static DecompressionStream Zstd(Stream input)
    {
        var stream = new DecompressionStream(input, bufferSize: 0, checkEndOfStream: false, leaveOpen: true);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MaxWindowLog);
        return stream;
    }

    // Bytes in all, then for each sector bytes and data; no count lies across the end of a sector (Linux fs/btrfs/lzo.c).
    private static void Lzo(ReadOnlySpan<byte> stored, Span<byte> target, int sectorBytes)
    {
        const int CountBytes = sizeof(uint);
        if (stored.Length < CountBytes || stored.U32(0) > (uint)stored.Length)
            throw Damaged(ExtentPacking.Lzo, "claims more than there is");
        int end = (int)stored.U32(0), at = CountBytes;
        while (at <= end - CountBytes && !target.IsEmpty)
        {
            uint packed = stored.U32(at);
            at += CountBytes;
            if (packed > (uint)(end - at))
                throw Damaged(ExtentPacking.Lzo, "claims a sector that breaks off");
            int got = LzoDecoder.Decode(stored.Slice(at, (int)packed), target[..Math.Min(target.Length, sectorBytes)]);
            if (got < 0)
                throw Damaged(ExtentPacking.Lzo, "cannot be unpacked");
            target = target[got..];
            at += (int)packed;
            int left = sectorBytes - (at % sectorBytes);
            at += left < CountBytes ? left : 0;
        }
    }

    private static EvidenceFormatException Damaged(ExtentPacking packing, string words) =>
        BtrfsProblems.Bad(BtrfsProblems.Extent, $"an extent that is compressed ({packing.ToString().ToLowerInvariant()}) {words}");
}
