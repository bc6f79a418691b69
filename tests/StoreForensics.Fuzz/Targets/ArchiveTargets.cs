using System.IO.Compression;
using K4os.Compression.LZ4.Streams;
using SharpCompress.Common;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Writers.SevenZip;
using StoreForensics.Formats.Compression;
using StoreForensics.Fuzz.Mutations;

namespace StoreForensics.Fuzz.Targets;

/// <summary>Archives and compressions, each opened as an evidence.</summary>
internal static class ArchiveTargets
{
    private const int MaxSeedBytes = 4 << 20;

    public static IEnumerable<Target> All =>
    [
        new("tar", static (name, size) => name.EndsWith(".tar", StringComparison.Ordinal) && size < MaxSeedBytes, static b => b.Length < 8 << 20,
            static (input, place) => Reading.Evidence(place.File(input)))
        { Mutate = static (seed, random) => random.Next(2) == 0 ? ByteMutation.Of(seed, random) : TarMutation.Of(seed, random) },
        Packed("gzip", ".tar.gz"), Packed("xz", ".tar.xz"), Packed("zstd", "erofs.tar.zst", "partitions.tar.zst"), Packed("bzip2"), Packed("lz4"),
        Packed("zip"), Packed("7z"),
    ];

    private static Target Packed(string format, params string[] endings) => new(format,
        (name, size) => endings.Any(e => name.EndsWith(e, StringComparison.Ordinal)) && size < MaxSeedBytes, static _ => true,
        (input, place) =>
        {
            if (Enum.TryParse(format, ignoreCase: true, out CompressionFormat known))
            {
                using Decompressor decompressor = Decompressor.Open(known, new MemoryStream(input.Bytes, 0, input.Length), isFile: true);
                Reading.Whole(decompressor);
            }
            Reading.Evidence(place.File(input));
        })
    { Made = () => Make(format) };

    private static IEnumerable<Seed> Make(string format)
    {
        byte[] tar = new Seeds(null).Of(static (name, _) => name == "reference.tar", static _ => true)[0].Bytes;
        var packed = new MemoryStream();
        switch (format)
        {
            case "bzip2":
                using (var writer = BZip2Stream.Create(packed, SharpCompress.Compressors.CompressionMode.Compress, false, leaveOpen: true))
                    writer.Write(tar);
                break;
            case "lz4":
                using (var writer = LZ4Stream.Encode(packed, leaveOpen: true))
                    writer.Write(tar);
                break;
            case "zip":
                using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
                using (Stream member = zip.CreateEntry("e.tar").Open())
                    member.Write(tar);
                break;
            case "7z":
                using (var writer = new SevenZipWriter(packed, new SevenZipWriterOptions(CompressionType.LZMA2) { LeaveStreamOpen = true }))
                    writer.Write("e.tar", new MemoryStream(tar), null);
                break;
            default:
                yield break;
        }
        yield return new Seed("made." + format, packed.ToArray());
    }
}
