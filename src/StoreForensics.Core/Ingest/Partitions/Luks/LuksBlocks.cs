using System.Buffers;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>An encrypted segment, decrypted as it is read. Does not own the source.</summary>
/// <param name="source">The segment, encrypted; whole sectors.</param>
/// <param name="cipher">Decrypts.</param>
/// <param name="sectorBytes">Bytes that are encrypted as one.</param>
/// <param name="tweak">The number of the first sector, counted in 512 bytes.</param>
internal sealed class LuksBlocks(IBlockSource source, SectorCipher cipher, int sectorBytes, ulong tweak) : IBlockSource
{
    private const int PieceBytes = 64 * 1024;

    public long Length { get; } = source.Length / sectorBytes * sectorBytes;

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        byte[]? buffer = null;
        while (!target.IsEmpty)
        {
            int within = (int)(offset % sectorBytes), whole = Math.Min(target.Length, PieceBytes) / sectorBytes * sectorBytes;
            int count = within == 0 && whole > 0 ? whole : Math.Min(target.Length, sectorBytes - within);
            if (within == 0 && whole > 0)
            {
                Read(offset, target[..count]);
            }
            else
            {
                buffer ??= ArrayPool<byte>.Shared.Rent(sectorBytes);
                Read(offset - within, buffer.AsSpan(0, sectorBytes));
                buffer.AsSpan(within, count).CopyTo(target);
            }
            target = target[count..];
            offset += count;
        }
        if (buffer is not null)
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
    }

    public void Dispose()
    {
    }

    private void Read(long offset, Span<byte> sectors)
    {
        source.ReadAt(offset, sectors);
        cipher.Decrypt(sectors, sectorBytes, unchecked(tweak + (ulong)(offset / LuksLayout.SectorBytes)));
    }
}
