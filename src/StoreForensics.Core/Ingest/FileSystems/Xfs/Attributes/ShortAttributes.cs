namespace StoreForensics.Ingest.FileSystems.Xfs.Attributes;

/// <summary>Attributes in the inode (<c>xfs_attr_sf_hdr</c>).</summary>
internal static class ShortAttributes
{
    private const int HeaderBytes = 4, EntryHeaderBytes = 3;

    /// <summary>False when the list breaks off.</summary>
    public static bool Read(ReadOnlySpan<byte> fork, List<RawAttribute> found)
    {
        if (fork.Length < HeaderBytes)
            return false;
        int at = HeaderBytes;
        for (int i = 0; i < fork[2]; i++)
        {
            if (at > fork.Length - EntryHeaderBytes)
                return false;
            int name = fork[at], value = fork[at + 1], next = at + EntryHeaderBytes + name + value;
            if (next > fork.Length)
                return false;
            found.Add(new RawAttribute(fork[at + 2], fork.Slice(at + EntryHeaderBytes, name).ToArray(),
                fork.Slice(at + EntryHeaderBytes + name, value).ToArray()));
            at = next;
        }
        return true;
    }
}
