using System.Buffers.Binary;
using System.Text;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>A medium each of whose sectors can be told from all others, but for runs of zeros: every fourth 32 KiB. Three runs do not compress.</summary>
internal static class PatternMedium
{
    public const int SectorBytes = 512;
    public const int Sectors = 8192;

    public static byte[] Bytes { get; } = Make(Sectors);

    public static byte[] Make(int sectors)
    {
        byte[] bytes = new byte[sectors * SectorBytes];
        for (int sector = 0; sector < sectors; sector++)
        {
            Span<byte> target = bytes.AsSpan(sector * SectorBytes, SectorBytes);
            int run = sector / 64;
            if (run is 1 or 9 or 33)
                Noise(target, sector);
            else if (run % 4 != 3)
                Words(target, sector);
        }
        return bytes;
    }

    private static void Words(Span<byte> target, int sector)
    {
        byte[] words = Encoding.ASCII.GetBytes($"sector {sector:d8};");
        for (int at = 0; at < target.Length; at += words.Length)
            words.CopyTo(target[at..]);
    }

    private static void Noise(Span<byte> target, int sector)
    {
        uint x = unchecked((uint)sector * 2654435761);
        for (int at = 0; at < target.Length; at += 4)
        {
            x = unchecked(x * 1664525 + 1013904223);
            BinaryPrimitives.WriteUInt32LittleEndian(target[at..], x ^ (x >> 16));
        }
    }
}
