using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>What an item says of a changed buffer (<c>xfs_buf_log_format</c>).</summary>
/// <param name="Key">Its first basic block on the volume, and how many it has.</param>
/// <param name="Flags">What it is.</param>
/// <param name="Map">A bit for each 128 bytes that were logged.</param>
internal readonly record struct BufferDescription((long Block, uint Length) Key, ushort Flags, uint[] Map)
{
    public const int ChunkBytes = 128;

    private const int FieldBytes = 20;
    private const ushort InodeBuffer = 0x1, Cancel = 0x2;

    /// <summary>Whether it was freed.</summary>
    public bool IsCancel => (Flags & Cancel) != 0;

    /// <summary>Whether it holds inodes, of which only the list of those to be deleted is logged so.</summary>
    public bool IsInodes => (Flags & InodeBuffer) != 0;

    /// <summary>Null for one that makes no sense.</summary>
    public static BufferDescription? Parse(ReadOnlySpan<byte> b)
    {
        if (b.Length < FieldBytes)
            return null;
        uint words = BinaryPrimitives.ReadUInt32LittleEndian(b[16..]);
        var map = new uint[Math.Min(words, (uint)(b.Length - FieldBytes) / sizeof(uint))];
        for (int i = 0; i < map.Length; i++)
            map[i] = BinaryPrimitives.ReadUInt32LittleEndian(b[(FieldBytes + (i * sizeof(uint)))..]);
        return new BufferDescription((BinaryPrimitives.ReadInt64LittleEndian(b[8..]), BinaryPrimitives.ReadUInt16LittleEndian(b[6..])),
            BinaryPrimitives.ReadUInt16LittleEndian(b[4..]), map);
    }

    /// <summary>Runs of logged chunks, in order.</summary>
    public IEnumerable<(int First, int Count)> Runs()
    {
        int bits = Map.Length * 32;
        for (int at = 0; at < bits; at++)
        {
            int first = at;
            while (at < bits && IsLogged(at))
                at++;
            if (at > first)
                yield return (first, at - first);
        }
    }

    private bool IsLogged(int chunk) => (Map[chunk / 32] >> (chunk % 32) & 1) != 0;
}
