using System.Runtime.InteropServices;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>One header block of 512 bytes, seen through <see cref="TarLayout"/>. Nothing is copied and nothing is believed.</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    private readonly ReadOnlySpan<byte> _block = block;

    public byte Type => _block[TarLayout.Type];

    public ReadOnlySpan<byte> Name => Text(TarLayout.Name);

    public ReadOnlySpan<byte> LinkName => Text(TarLayout.LinkName);

    /// <summary>Whether the block says <c>ustar</c>, in POSIX's or in GNU's spelling. v7 has no magic.</summary>
    public bool HasMagic => _block[257..262].SequenceEqual("ustar"u8);

    public bool IsGnu => _block[TarLayout.Magic].SequenceEqual("ustar "u8);

    public bool IsStar => !IsGnu && HasMagic && _block[TarLayout.StarTrailer].SequenceEqual("tar\0"u8);

    public ReadOnlySpan<byte> Field(Range field) => _block[field];

    /// <summary>What goes before the name with a slash; empty for none.</summary>
    public ReadOnlySpan<byte> Prefix
    {
        get
        {
            if (!HasMagic)
                return default;
            if (IsStar)
                return Text(TarLayout.StarPrefix);
            return IsGnu && !HoldsPrefixInGnuHeader ? default : Text(TarLayout.Prefix);
        }
    }

    // Go's writer before 1.8 put a prefix where GNU headers have times; text there is no number.
    private bool HoldsPrefixInGnuHeader =>
        _block[TarLayout.Type] != (byte)'S' && TarNumber.Parse(_block[TarLayout.GnuAccessed], out _) == TarNumberState.Malformed;

    public bool HasGnuTimes => IsGnu && !HoldsPrefixInGnuHeader;

    /// <summary>
    /// Whether the recorded checksum is that of the block: the sum of its bytes with the checksum's own field taken as spaces.
    /// Some old writers summed signed characters; both are accepted.
    /// </summary>
    public bool IsChecksumRight
    {
        get
        {
            if (TarNumber.Parse(_block[TarLayout.Checksum], out long recorded) != TarNumberState.Valid)
                return false;
            int sum = Sum(_block) - Sum(_block[TarLayout.Checksum]) + (8 * ' ');
            if (recorded == sum)
                return true;
            return recorded == sum - (256 * CountHigh(_block)) + (256 * CountHigh(_block[TarLayout.Checksum]));
        }
    }

    private ReadOnlySpan<byte> Text(Range field)
    {
        ReadOnlySpan<byte> text = _block[field];
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }

    // Four lanes of 16 bits: a block brings each of them 128 bytes of at most 255, which stays below 65,536.
    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        const ulong low = 0x00FF00FF00FF00FF;
        ulong lanes = 0;
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(bytes))
            lanes += (eight & low) + ((eight >> 8) & low);
        return (int)((lanes & 0xFFFF) + ((lanes >> 16) & 0xFFFF) + ((lanes >> 32) & 0xFFFF) + (lanes >> 48));
    }

    private static int CountHigh(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        foreach (byte b in bytes)
            count += b >> 7;
        return count;
    }
}
