using System.IO.Compression;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Deleted;

/// <summary>The committed image of a store in which containers were removed (Fixtures/recovered.sh), opened with the search for them.</summary>
internal sealed class RecoveredImage : IDisposable
{
    /// <summary>Ids as the recipe makes them: of containers, and of their writable layers.</summary>
    public const string Gone = "283bb9deef02e6843abfb538efa1eca70801bd8a701c3f98191e123496339247",
        Reused = "7ad47c54939ef72323893e6c952c5f3a118c34cc76b31d9903d3ea0a4955e874",
        Kept = "79f076abdd19a752db7267bfff2f9022161d120dea919fdaca2ffdfc24ca8c96",
        KeptLayer = "540525dafc499ee8b3e6b3def4aba5579bc9ca9ba2c7ce807badc7bf7dcb62b7";

    private readonly Scratch _scratch = new(null);
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"sf-recovered-{Guid.NewGuid():N}.img");

    /// <param name="alter">Changes the image first.</param>
    /// <param name="merge">Whether what was recovered is put among what is there.</param>
    /// <param name="kind">The file system.</param>
    public RecoveredImage(Action<byte[]>? alter = null, bool merge = false, string kind = "Ext4")
    {
        byte[] image = Bytes(kind);
        alter?.Invoke(image);
        File.WriteAllBytes(_path, image);
        Analyzer = Analyzer.Open(
            new AnalysisOptions { Evidence = [_path], Recover = RecoveryChoice.Asked, MergeRecovered = merge, WillReadFiles = true }, _scratch);
    }

    public Analyzer Analyzer { get; }

    public static byte[] Bytes(string kind = "Ext4")
    {
        string packed = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Ingest", "FileSystems", kind, "Fixtures",
            $"recovered.{kind.ToLowerInvariant()}.img.gz");
        using var image = new MemoryStream();
        using (var unpacked = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress))
            unpacked.CopyTo(image);
        return image.ToArray();
    }

    public void Dispose()
    {
        Analyzer.Dispose();
        _scratch.Dispose();
        File.Delete(_path);
    }
}
