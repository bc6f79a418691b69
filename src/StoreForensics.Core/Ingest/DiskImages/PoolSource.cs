using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Partitions.Thin;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>The file systems of a thin pool whose two devices are files of another source; each below a directory named after its device
/// (<c>device7</c>).</summary>
internal sealed class PoolSource : IEvidenceSource, IPoolDevices
{
    private readonly IReadOnlyList<IFileSystem> _fileSystems;
    private readonly IBlockSource[] _files;

    private PoolSource(IEvidenceSource outer, DiskContents contents, IBlockSource[] files) =>
        (Name, Tree, _fileSystems, PoolDevices, _files) = (outer.Name, contents.Seal(), contents.FileSystems, contents.PoolDevices, files);

    public string Name { get; }

    public IReadOnlyList<string> Wrapping { get; } = ["thin pool"];

    public EvidenceTree Tree { get; }

    public bool NamesInodes => true;

    /// <inheritdoc/>
    public IReadOnlyList<PoolDevice> PoolDevices { get; }

    /// <summary>Reads all names of all devices.</summary>
    /// <param name="outer">What has the files.</param>
    /// <param name="metadata">The file that is the pool's metadata device.</param>
    /// <param name="data">The file that is its data device.</param>
    /// <param name="options">Where temporary files and problems go.</param>
    /// <returns>Null where the pool cannot be read, which is a problem then.</returns>
    public static PoolSource? Open(IEvidenceSource outer, int metadata, int data, OpenOptions options)
    {
        var files = new List<IBlockSource>();
        try
        {
            files.Add(Blocks(outer, metadata, options));
            files.Add(Blocks(outer, data, options));
            return new PoolSource(outer, Read(outer, metadata, data, files, options), [.. files]);
        }
        catch (EvidenceFormatException damage)
        {
            options.Problems.Damage(PartitionProblems.BadPool, outer.Origin(metadata, damage.Offset), $"the thin pool cannot be read: {damage.Message}");
        }
        catch
        {
            files.ForEach(f => f.Dispose());
            throw;
        }
        files.ForEach(f => f.Dispose());
        return null;
    }

    public Stream Open(int node) => DiskSource.Open(Tree, _fileSystems, node);

    public void Dispose()
    {
        foreach (IBlockSource file in _files)
            file.Dispose();
    }

    private static DiskContents Read(IEvidenceSource outer, int metadata, int data, List<IBlockSource> files, OpenOptions options)
    {
        string shown = DisplayText.Escape(outer.Tree.Name(data));
        var pool = new ThinPool(files[0], files[1], shown);
        void Tell(string code, ProblemSeverity severity, string message) => options.Problems.Add(code, severity, outer.Origin(metadata), message);
        pool.Tell(Tell);
        var parts = new List<Partition>();
        foreach (ThinDevice device in pool.Devices(Tell))
        {
            try
            {
                IBlockSource blocks = pool.Open(device.Id, null);
                parts.Add(new Partition
                {
                    Index = parts.Count,
                    Place = string.Create(CultureInfo.InvariantCulture, $"device {device.Id}"),
                    Type = "device of a thin pool",
                    Start = null,
                    Length = blocks.Length,
                    Ground = (blocks, 0),
                    Blocks = blocks,
                    Thin = new ThinPlace("", pool.Transaction, device.Id),
                });
            }
            catch (EvidenceFormatException damage)
            {
                Tell(damage.Code, ProblemSeverity.Damage, damage.Message);
            }
        }
        var contents = new DiskContents(outer.Name, options.Problems, ContentHandle.MaxFileSystems,
            (byte[])[.. outer.OriginPrefix.Span, .. outer.Tree.PathOf(data).Bytes, NestedSource.Separator]);
        contents.Read(parts);
        return contents;
    }

    private static IBlockSource Blocks(IEvidenceSource outer, int node, OpenOptions options)
    {
        Stream stream = outer.Open(node);
        if (stream.CanSeek)
            return new StreamBlocks(stream);
        using (stream)
            return SpooledDisk.Read(stream, options, outer.Origin(node));
    }
}
