namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>
/// Walks the records of a PAX extended header: <c>LENGTH KEY=VALUE\n</c>, the length in decimal and counting the whole record. Values may hold any byte,
/// newlines too: only the length says where a record ends.
/// </summary>
internal ref struct PaxRecords(ReadOnlySpan<byte> records)
{
    private readonly ReadOnlySpan<byte> _records = records;

    /// <summary>Where the next record, or the one that cannot be read, begins.</summary>
    public int At { get; private set; }

    public ReadOnlySpan<byte> Key { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Set when the walk ended because a record is no record: what follows cannot be found.</summary>
    public bool IsMalformed { get; private set; }

    public bool MoveNext()
    {
        ReadOnlySpan<byte> rest = _records[At..];
        if (rest.IsEmpty || !rest.ContainsAnyExcept((byte)0))
            return false; // some writers pad the records with NULs
        int length = 0, digits = 0;
        for (; digits < rest.Length && digits < 9 && rest[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
            length = (length * 10) + (rest[digits] - '0');
        if (digits == 0 || digits >= rest.Length || rest[digits] != ' ' || length > rest.Length || length < digits + 4 || rest[length - 1] != '\n')
            return Malformed();
        ReadOnlySpan<byte> pair = rest[(digits + 1)..(length - 1)];
        int equals = pair.IndexOf((byte)'=');
        if (equals <= 0)
            return Malformed();
        Key = pair[..equals];
        Value = pair[(equals + 1)..];
        At += length;
        return true;
    }

    private bool Malformed()
    {
        IsMalformed = true;
        return false;
    }
}
