namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>Puts logged parts of buffers in their places (Linux 6.12 fs/xfs/xfs_buf_item_recover.c).</summary>
internal sealed class BufferReplay(OverlaidSectors volume, SuperBlock super, CancelledBuffers cancelled)
{
    private const uint MostBytes = 1 << 20;

    /// <summary>False for an item that makes no sense or lies outside of the volume.</summary>
    public bool Replay(LogItem item, ulong lsn)
    {
        if (BufferDescription.Parse(item.Regions[0]) is not { } buffer)
            return false;
        if (buffer.IsCancel)
            cancelled.Pass(buffer);
        if (buffer.IsCancel || buffer.IsInodes || cancelled.Contains(buffer.Key))
            return true;
        long length = buffer.Key.Length * (long)XfsLayout.BasicBlockBytes, most = volume.Length / XfsLayout.BasicBlockBytes;
        if (length is 0 or > MostBytes || buffer.Key.Block < 0 || buffer.Key.Block > most - buffer.Key.Length)
            return false;
        byte[] bytes = new byte[length];
        volume.ReadAt(buffer.Key.Block * XfsLayout.BasicBlockBytes, bytes);
        if (super.HasChecksums && LsnOf(bytes) is var own && own is not (0 or ulong.MaxValue) && own >= lsn)
            return true; // what is on disk was written later
        bool isWhole = Put(item, buffer, bytes);
        volume.Write(buffer.Key.Block * XfsLayout.BasicBlockBytes, bytes);
        return isWhole;
    }

    /// <summary>Puts the logged parts over the bytes of the buffer. False where they do not fit.</summary>
    public static bool Put(LogItem item, in BufferDescription buffer, Span<byte> bytes)
    {
        int region = 1;
        foreach ((int first, int count) in buffer.Runs())
        {
            int done = 0;
            // A run may have come in several regions.
            while (done < count && region < item.Regions.Count)
            {
                ReadOnlySpan<byte> from = item.Regions[region++];
                int chunks = Math.Min(count - done, from.Length / BufferDescription.ChunkBytes), at = (first + done) * BufferDescription.ChunkBytes;
                if (chunks == 0 || at + (chunks * BufferDescription.ChunkBytes) > bytes.Length)
                    return false;
                from[..(chunks * BufferDescription.ChunkBytes)].CopyTo(bytes[at..]);
                done += chunks;
            }
            if (done < count)
                return false;
        }
        return true;
    }

    // When a block of version 5 was last written, by what it is (xlog_recover_get_buf_lsn); 0 for what does not say.
    private ulong LsnOf(ReadOnlySpan<byte> b)
    {
        (int lsn, int uuid) = b.U32(0) switch
        {
            0x41423342 or 0x41423343 or 0x49414233 or 0x46494233 or 0x524D4233 or 0x52334643 => (24, 32), // trees within a group
            XfsLayout.NewMapBlockMagic => (32, 40),
            0x58414746 => (208, 64), // XAGF
            0x5841464C => (24, 8), // XAFL
            0x58414749 => (320, 296), // XAGI
            XfsLayout.LinkMagic => (48, 16),
            XfsLayout.NewDirectoryBlockMagic or XfsLayout.NewDirectoryDataMagic or 0x58444633 => (16, 24),
            XfsLayout.SuperMagic => (240, -1),
            _ => b.U16(8) is 0x3DF1 or 0x3DFF or XfsLayout.NewNodeMagic or XfsLayout.NewAttributeLeafMagic ? (24, 32) : (0, 0),
        };
        bool isOurs = lsn > 0 && (uuid < 0 || new Guid(b.Slice(uuid, 16), bigEndian: true) == super.MetadataUuid);
        return isOurs ? b.U64(lsn) : 0;
    }
}
