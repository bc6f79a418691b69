namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>
/// Fields of a tar header block: POSIX.1-1988 ustar, and where GNU tar (<c>struct oldgnu_header</c>, <c>struct sparse</c> in its tar.h) and
/// star (its star(4) page) put other things in the place of ustar's prefix.
/// </summary>
internal static class TarLayout
{
    public const int BlockBytes = 512;

    public static Range Name => 0..100;

    public static Range Mode => 100..108;

    public static Range Uid => 108..116;

    public static Range Gid => 116..124;

    public static Range Size => 124..136;

    public static Range Modified => 136..148;

    public static Range Checksum => 148..156;

    public const int Type = 156;

    public static Range LinkName => 157..257;

    public static Range Magic => 257..263;

    public static Range DeviceMajor => 329..337;

    public static Range DeviceMinor => 337..345;

    public static Range Prefix => 345..500;

    // star ends its header in "tar\0" and shortens the prefix to make room for two times.
    public static Range StarPrefix => 345..476;

    public static Range StarAccessed => 476..488;

    public static Range StarChanged => 488..500;

    public static Range StarTrailer => 508..512;

    public static Range GnuAccessed => 345..357;

    public static Range GnuChanged => 357..369;

    /// <summary>Four pairs of offset and length, 24 bytes each, then a flag whether extension blocks follow, then the expanded size.</summary>
    public const int GnuSparse = 386;

    public const int GnuSparsePairs = 4;

    public const int GnuIsExtended = 482;

    public static Range GnuRealSize => 483..495;

    /// <summary>An extension block: 21 pairs, then its own flag.</summary>
    public const int GnuExtensionPairs = 21;

    public const int GnuExtensionIsExtended = 504;

    public const int GnuPairBytes = 24;

    /// <summary>Bytes from the end of a member's data to the next block.</summary>
    public static int Padding(long size) => (int)(-size & (BlockBytes - 1));
}
