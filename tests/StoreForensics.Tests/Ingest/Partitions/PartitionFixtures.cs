using System.Formats.Tar;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;
using ZstdSharp;

namespace StoreForensics.Tests.Ingest.Partitions;

/// <summary>The committed disks, unpacked in memory (<c>Fixtures/make.sh</c> says how they were made).</summary>
internal static class PartitionFixtures
{
    private static readonly Dictionary<string, byte[]> s_files = Unpack();

    /// <summary>A copy that may be damaged.</summary>
    public static byte[] Bytes(string name) => [.. s_files[name]];

    public static (IReadOnlyList<Partition> Partitions, IReadOnlyList<Problem> Problems) Read(byte[] disk, int? sectorBytes = null)
    {
        var problems = new ProblemLog();
        IReadOnlyList<Partition> found = PartitionReader.Read(new BytesSource(disk), "disk", problems, sectorBytes).Parts;
        return (found, problems.Sorted());
    }

    private static Dictionary<string, byte[]> Unpack()
    {
        string archive = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Ingest", "Partitions", "Fixtures", "partitions.tar.zst");
        using var reader = new TarReader(new DecompressionStream(File.OpenRead(archive)));
        var files = new Dictionary<string, byte[]>();
        while (reader.GetNextEntry() is { } entry)
        {
            var bytes = new MemoryStream();
            entry.DataStream!.CopyTo(bytes);
            files.Add(entry.Name, bytes.ToArray());
        }
        return files;
    }
}

/// <summary>Bytes as a source.</summary>
internal sealed class BytesSource(byte[] bytes) : IBlockSource
{
    public long Length => bytes.Length;

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        bytes.AsSpan((int)offset, target.Length).CopyTo(target);
    }

    public void Dispose()
    {
    }
}
