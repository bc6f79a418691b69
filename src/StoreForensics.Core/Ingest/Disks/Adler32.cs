namespace StoreForensics.Ingest.Disks;

/// <summary>The checksum of zlib (RFC 1950, section 8.2) and of EWF.</summary>
internal static class Adler32
{
    private const uint Base = 65521;

    // So many bytes fit before the second sum could pass 2^32.
    private const int Run = 5552;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 0;
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> run = bytes[..Math.Min(Run, bytes.Length)];
            bytes = bytes[run.Length..];
            while (run.Length >= 8)
            {
                uint x0 = run[0], x1 = run[1], x2 = run[2], x3 = run[3], x4 = run[4], x5 = run[5], x6 = run[6], x7 = run[7];
                b += 8 * a + 8 * x0 + 7 * x1 + 6 * x2 + 5 * x3 + 4 * x4 + 3 * x5 + 2 * x6 + x7;
                a += x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7;
                run = run[8..];
            }
            foreach (byte x in run)
            {
                a += x;
                b += a;
            }
            a %= Base;
            b %= Base;
        }
        return (b << 16) | a;
    }
}
