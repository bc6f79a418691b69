using System.Buffers;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs.Chunks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Checksums;

/// <summary>The bytes of a file by logical address, each sector compared with the checksum that the file system keeps of it; of several copies the one that
/// has it. What has it in no copy is read as it is, and told.</summary>
/// <param name="chunks">The logical addresses; stay open.</param>
/// <param name="sums">The checksums.</param>
/// <param name="sectorBytes">Bytes that each is of.</param>
/// <param name="tell">Told of a sector's address and copy, and whether another copy was right.</param>
internal sealed class CheckedData(ChunkMap chunks, DataChecksums sums, int sectorBytes, Action<ulong, bool> tell) : IBlockSource
{
    public long Length => chunks.Length;

    public void ReadAt(long offset, Span<byte> target)
    {
        long start = offset - (offset % sectorBytes);
        int length = (int)((((offset - start + target.Length) + sectorBytes - 1) / sectorBytes) * sectorBytes);
        byte[] whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Span<byte> sectors = whole.AsSpan(0, length);
            chunks.ReadAt(start, sectors);
            for (int at = 0; at < length; at += sectorBytes)
                Check((ulong)(start + at), sectors.Slice(at, sectorBytes));
            sectors.Slice((int)(offset - start), target.Length).CopyTo(target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    public DataRun NextData(long from) => chunks.NextData(from);

    public void Dispose()
    {
    }

    private void Check(ulong logical, Span<byte> sector)
    {
        if (sums.Of(logical) is not { } sum || IsRight(sector, sum))
            return;
        byte[] other = new byte[sectorBytes];
        int copies = chunks.Copies(logical);
        for (int copy = 0; copy < copies; copy++)
        {
            if (!TryRead(logical, copy, other) || !IsRight(other, sum))
                continue;
            other.CopyTo(sector);
            tell(logical, true);
            return;
        }
        tell(logical, false);
    }

    private bool TryRead(ulong logical, int copy, byte[] target)
    {
        try
        {
            chunks.ReadCopy(logical, copy, target);
            return true;
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    private static bool IsRight(ReadOnlySpan<byte> sector, uint sum) => ~Crc32C.Append(~0u, sector) == sum;
}
