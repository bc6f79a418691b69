using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>The fields of an inode as they are logged (<c>xfs_log_dinode</c>): at the places that they have on disk, little-endian.</summary>
internal static class LoggedInode
{
    private const ulong BigTime = 0x8, LargeExtentCounts = 0x10;
    private const int FlagsAt = 120;

    private static readonly (int At, int Bytes)[] s_fields =
    [
        (0, 2), (2, 2), (4, 1), (5, 1), (6, 2), (8, 4), (12, 4), (16, 4), (20, 2), (22, 2), (56, 8), (64, 8), (72, 4), (76, 4), (80, 2), (82, 1), (83, 1),
        (84, 4), (88, 2), (90, 2), (92, 4),
    ];

    private static readonly (int At, int Bytes)[] s_newFields = [(104, 8), (112, 8), (FlagsAt, 8), (128, 4)];

    /// <summary>Writes them over those on disk. The span of both must reach as far as the fields of the version.</summary>
    public static void CopyTo(ReadOnlySpan<byte> logged, Span<byte> disk, bool isNew)
    {
        ulong flags = isNew ? BinaryPrimitives.ReadUInt64LittleEndian(logged[FlagsAt..]) : 0;
        foreach ((int at, int bytes) in s_fields)
            Turn(logged, disk, at, bytes);
        if ((flags & LargeExtentCounts) != 0)
            Turn(logged, disk, 24, 8);
        else
            Turn(logged, disk, 30, 2);
        foreach (int time in (ReadOnlySpan<int>)[32, 40, 48])
            Time(logged, disk, time, flags);
        if (!isNew)
            return;
        foreach ((int at, int bytes) in s_newFields)
            Turn(logged, disk, at, bytes);
        Time(logged, disk, 144, flags);
    }

    private static void Time(ReadOnlySpan<byte> logged, Span<byte> disk, int at, ulong flags)
    {
        if ((flags & BigTime) != 0)
        {
            Turn(logged, disk, at, 8);
            return;
        }
        Turn(logged, disk, at, 4);
        Turn(logged, disk, at + 4, 4);
    }

    private static void Turn(ReadOnlySpan<byte> logged, Span<byte> disk, int at, int bytes)
    {
        for (int i = 0; i < bytes; i++)
            disk[at + i] = logged[at + bytes - 1 - i];
    }
}
