namespace StoreForensics.Stores.Carving;

/// <summary>Finds lines of json-file logs (moby v20.10, daemon/logger/jsonfilelog/jsonlog/jsonlogbytes.go), which may begin anywhere in a block.</summary>
internal static class LogPiece
{
    private static ReadOnlySpan<byte> Begin => "{\"log\":\""u8;

    /// <summary>Whether a block holds the beginning of a line of one.</summary>
    public static bool MayHold(ReadOnlySpan<byte> block) =>
        block.StartsWith(Begin) || (block[0] is >= 0x20 and < 0x7F or (byte)'\n' && block.IndexOf("\n{\"log\":\""u8) >= 0);

    /// <summary>The whole lines from the first on; null where there is none.</summary>
    public static (int Start, int Length)? Of(ReadOnlySpan<byte> bytes)
    {
        int start = bytes.StartsWith(Begin) ? 0 : bytes.IndexOf("\n{\"log\":\""u8) + 1;
        if (start == 0 && !bytes.StartsWith(Begin))
            return null;
        int end = start;
        while (end < bytes.Length && IsLine(bytes[end..], out int length))
            end += length;
        return end > start ? (start, end - start) : null;
    }

    private static bool IsLine(ReadOnlySpan<byte> rest, out int length)
    {
        length = rest.IndexOf((byte)'\n') + 1;
        ReadOnlySpan<byte> line = rest[..length];
        return length > 0 && line.StartsWith(Begin) && line.EndsWith("\"}\n"u8) && line.IndexOf("\",\"time\":\""u8) > 0 && line.IndexOf((byte)0) < 0;
    }
}
