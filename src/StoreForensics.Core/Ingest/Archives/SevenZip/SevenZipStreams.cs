namespace StoreForensics.Ingest.Archives.SevenZip;

/// <summary>Where the packed streams of a 7z lie and what unpacks them (7zFormat.txt, "Streams Info").</summary>
internal sealed class SevenZipStreams
{
    /// <summary>After the first header of 32 bytes.</summary>
    public ulong PackOffset { get; set; }

    public List<ulong> PackSizes { get; set; } = [];

    public List<SevenZipFolder> Folders { get; } = [];

    /// <summary>Of every stream that a coder gives, folder by folder.</summary>
    public List<ulong> UnpackSizes { get; set; } = [];

    /// <summary>Which folders have a digest of what they give.</summary>
    public bool[] HasDigest { get; set; } = [];
}
