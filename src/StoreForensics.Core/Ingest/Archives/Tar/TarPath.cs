namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>Names as archives spell them, made relative to the evidence's root.</summary>
internal static class TarPath
{
    /// <summary>Without leading slashes and dots, doubled slashes, dots between slashes,
    /// and slashes at the end. Copies only where something inside must go.</summary>
    public static ReadOnlySpan<byte> Relative(ReadOnlySpan<byte> name)
    {
        while (true)
        {
            if (name.StartsWith("/"u8))
                name = name[1..];
            else if (name.StartsWith("./"u8))
                name = name[2..];
            else
                break;
        }
        while (name.EndsWith("/"u8) || name.EndsWith("/."u8))
            name = name[..name.LastIndexOf((byte)'/')];
        if (name.SequenceEqual("."u8))
            return default;
        return name.IndexOf("//"u8) < 0 && name.IndexOf("/./"u8) < 0 ? name : Rejoin(name);
    }

    private static byte[] Rejoin(ReadOnlySpan<byte> name)
    {
        byte[] joined = new byte[name.Length];
        int length = 0;
        foreach (Range range in name.Split((byte)'/'))
        {
            ReadOnlySpan<byte> part = name[range];
            if (part.IsEmpty || part.SequenceEqual("."u8))
                continue;
            if (length > 0)
                joined[length++] = (byte)'/';
            part.CopyTo(joined.AsSpan(length));
            length += part.Length;
        }
        return joined[..length];
    }
}
