namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>What a LUKS header says, of either version, in the terms of the second.</summary>
internal sealed record LuksHeader
{
    /// <summary>1 or 2.</summary>
    public required int Version { get; init; }

    /// <summary>As recorded. Not escaped.</summary>
    public required string Uuid { get; init; }

    /// <summary>Null where there is none. Not escaped.</summary>
    public string? Label { get; init; }

    /// <summary>In the order in which they are tried.</summary>
    public required IReadOnlyList<LuksSlot> Slots { get; init; }

    /// <summary>In the order of the volume.</summary>
    public required IReadOnlyList<LuksSegment> Segments { get; init; }

    public required IReadOnlyList<LuksDigest> Digests { get; init; }

    /// <summary>What is read only by newer or other programs, in a word; null where there is nothing.</summary>
    public string? Requirement { get; init; }

    /// <summary>What a note should say of the header's copies; null where both are whole and equal, or there is one only.</summary>
    public string? Copies { get; init; }

    /// <summary>The cipher of the first encrypted segment.</summary>
    public string Cipher => Segments.FirstOrDefault(s => s.Cipher is not null)?.Cipher ?? "none";
}

/// <summary>A key slot.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Derivation">How a key is made of the passphrase.</param>
/// <param name="KeyBytes">Bytes of the volume's key that it holds.</param>
/// <param name="AreaOffset">Where its encrypted material is, in bytes.</param>
/// <param name="AreaCipher">What that is encrypted with.</param>
/// <param name="AreaKeyBytes">Bytes of the key for that.</param>
/// <param name="Stripes">Of the anti-forensic splitter.</param>
/// <param name="SplitHash">Its hash.</param>
internal sealed record LuksSlot(
    int Number, LuksDerivation Derivation, int KeyBytes, long AreaOffset, string AreaCipher, int AreaKeyBytes, int Stripes, string SplitHash);

/// <summary>How a key is made of a passphrase.</summary>
/// <param name="Kind"><c>pbkdf2</c>, <c>argon2i</c>, <c>argon2id</c>; or something that is not read.</param>
/// <param name="Hash">Of PBKDF2.</param>
/// <param name="Iterations">Of PBKDF2; passes of Argon2.</param>
/// <param name="MemoryKib">Of Argon2.</param>
/// <param name="Lanes">Of Argon2.</param>
/// <param name="Salt">It.</param>
internal sealed record LuksDerivation(string Kind, string Hash, long Iterations, long MemoryKib, int Lanes, byte[] Salt)
{
    /// <summary>For messages.</summary>
    public string Words => Kind == "pbkdf2" ? $"PBKDF2 {Hash}" : Kind;
}

/// <summary>A run of the volume.</summary>
/// <param name="Id">Its number in the header.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Bytes; null for all there are.</param>
/// <param name="Cipher">What it is encrypted with; null: it is not.</param>
/// <param name="SectorBytes">Bytes that are encrypted as one.</param>
/// <param name="Tweak">The number of its first sector of 512 bytes, for the cipher.</param>
internal sealed record LuksSegment(string Id, long Offset, long? Length, string? Cipher, int SectorBytes, ulong Tweak);

/// <summary>What tells a right volume key from a wrong one.</summary>
/// <param name="Slots">Numbers of the slots that hold this key.</param>
/// <param name="Segments">Segments that are encrypted with it.</param>
/// <param name="Hash">Of PBKDF2.</param>
/// <param name="Iterations">Of PBKDF2.</param>
/// <param name="Salt">Of PBKDF2.</param>
/// <param name="Value">What comes out for the right key.</param>
internal sealed record LuksDigest(IReadOnlyList<int> Slots, IReadOnlyList<string> Segments, string Hash, long Iterations, byte[] Salt, byte[] Value);
