using StoreForensics.Primitives;

namespace StoreForensics.Docker.Bolt;

/// <summary>Takes a whole database into memory: pages are wanted in any order, and streams of evidence only go forward.</summary>
internal static class BoltContent
{
    /// <summary>More is not read. Databases of large hosts have some tens of megabytes; a sparse file can claim terabytes.</summary>
    public const int MaxBytes = 1 << 30;

    private const int FirstBuffer = 64 * 1024;

    /// <summary>Grows with the bytes that really come. A read error keeps what was read before it and is recorded.</summary>
    public static ReadOnlyMemory<byte> Read(Stream content, ProblemLog problems, Origin origin, int maxBytes = MaxBytes)
    {
        byte[] buffer = new byte[FirstBuffer];
        int used = 0;
        try
        {
            for (int got; (got = content.Read(buffer, used, buffer.Length - used)) > 0;)
            {
                used += got;
                if (used > maxBytes)
                {
                    problems.Damage("SF-BOLT-0006", origin, $"the database is larger than {maxBytes} bytes; only the first {maxBytes} were read");
                    return buffer.AsMemory(0, maxBytes);
                }
                if (used == buffer.Length)
                    Array.Resize(ref buffer, (int)Math.Min(used * 2L, maxBytes + 1L));
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or EvidenceFormatException)
        {
            problems.Damage("SF-BOLT-0008", origin with { Offset = used }, $"the database could not be read to its end: {DisplayText.Escape(e.Message)}");
        }
        return buffer.AsMemory(0, used);
    }
}
