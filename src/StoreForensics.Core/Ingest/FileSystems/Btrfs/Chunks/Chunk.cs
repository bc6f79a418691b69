namespace StoreForensics.Ingest.FileSystems.Btrfs.Chunks;

/// <summary>How a chunk lies on devices (<c>BTRFS_BLOCK_GROUP_*</c>).</summary>
internal enum ChunkProfile
{
    /// <summary>Every stripe holds all of it: single, dup, RAID1, RAID1C3, RAID1C4.</summary>
    Copies,
    Raid0,
    Raid10,
    Raid5,
    Raid6,
}

/// <summary>Where a stripe begins.</summary>
internal readonly record struct Stripe(ulong Device, ulong Offset);

/// <summary>A piece of a device: bytes from <paramref name="Offset"/> on, as many as lie together.</summary>
internal readonly record struct Place(ulong Device, long Offset, long Bytes);

/// <summary>A stretch of logical addresses and where it lies (<c>btrfs_chunk</c>).</summary>
internal sealed record Chunk(ulong Logical, ulong Length, int StripeBytes, ChunkProfile Profile, int SubStripes, Stripe[] Stripes)
{
    private const ulong Data = 0x1, System = 0x2, Metadata = 0x4, Raid0 = 0x8, Raid10 = 0x40, Raid5 = 0x80, Raid6 = 0x100;

    public ulong End => Logical + Length;

    /// <summary>Whether bytes of files may lie in it (<c>BTRFS_BLOCK_GROUP_DATA</c>).</summary>
    public bool HoldsData { get; private init; }

    /// <summary>Whether blocks of trees may.</summary>
    public bool HoldsTrees { get; private init; }

    /// <summary>How many copies of a byte there are.</summary>
    public int Copies => Profile switch
    {
        ChunkProfile.Copies => Stripes.Length,
        ChunkProfile.Raid10 => SubStripes,
        _ => 1,
    };

    /// <summary>Stripes of which one is as good as the others.</summary>
    public IEnumerable<Stripe[]> Groups => Profile switch
    {
        ChunkProfile.Copies => [Stripes],
        ChunkProfile.Raid10 => Stripes.Chunk(SubStripes),
        _ => Stripes.Select(s => (Stripe[])[s]),
    };

    /// <summary>Null where a field cannot be.</summary>
    public static Chunk? Parse(ulong logical, ReadOnlySpan<byte> b)
    {
        if (b.Length < BtrfsLayout.ChunkBytes)
            return null;
        ulong length = b.U64(0), stripeBytes = b.U64(16), type = b.U64(24);
        int count = b.U16(44), sub = b.U16(46);
        ChunkProfile profile = (type & Raid0) != 0 ? ChunkProfile.Raid0 : (type & Raid10) != 0 ? ChunkProfile.Raid10
            : (type & Raid5) != 0 ? ChunkProfile.Raid5 : (type & Raid6) != 0 ? ChunkProfile.Raid6 : ChunkProfile.Copies;
        int parity = profile == ChunkProfile.Raid5 ? 1 : profile == ChunkProfile.Raid6 ? 2 : 0;
        bool isRight = length > 0 && length <= long.MaxValue && logical <= long.MaxValue - length && stripeBytes is >= 512 and <= 1 << 30
            && count > parity && b.Length >= BtrfsLayout.ChunkBytes + (count * BtrfsLayout.StripeBytes)
            && (profile != ChunkProfile.Raid10 || (sub > 0 && count % sub == 0));
        if (!isRight)
            return null;
        var stripes = new Stripe[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> stripe = b[(BtrfsLayout.ChunkBytes + (i * BtrfsLayout.StripeBytes))..];
            stripes[i] = new Stripe(stripe.U64(0), stripe.U64(8));
        }
        return new Chunk(logical, length, (int)stripeBytes, profile, sub, stripes)
        {
            HoldsData = (type & Data) != 0,
            HoldsTrees = (type & (System | Metadata)) != 0,
        };
    }

    /// <summary>Bytes of the record, its stripes too.</summary>
    public static int BytesOf(ReadOnlySpan<byte> b) => BtrfsLayout.ChunkBytes + (b.U16(44) * BtrfsLayout.StripeBytes);

    /// <summary>Where one copy of a logical address lies (Linux fs/btrfs/volumes.c, btrfs_map_block).</summary>
    public Place Find(ulong logical, int copy)
    {
        long inChunk = (long)(logical - Logical), left = (long)Length - inChunk;
        if (Profile == ChunkProfile.Copies)
            return At(copy, inChunk, left);
        long number = inChunk / StripeBytes, inStripe = inChunk % StripeBytes;
        left = Math.Min(left, StripeBytes - inStripe);
        int count = Stripes.Length;
        int data = Profile switch
        {
            ChunkProfile.Raid5 => count - 1,
            ChunkProfile.Raid6 => count - 2,
            ChunkProfile.Raid10 => count / SubStripes,
            _ => count,
        };
        long row = number / data, column = number % data;
        int stripe = Profile switch
        {
            ChunkProfile.Raid10 => (int)(column * SubStripes) + copy,
            ChunkProfile.Raid5 or ChunkProfile.Raid6 => (int)((row + column) % count),
            _ => (int)column,
        };
        return At(stripe, (row * StripeBytes) + inStripe, left);
    }

    private Place At(int stripe, long offset, long bytes)
    {
        ulong from = Stripes[stripe].Offset;
        return new Place(Stripes[stripe].Device, from > (ulong)(long.MaxValue - offset) ? -1 : (long)from + offset, bytes);
    }
}
