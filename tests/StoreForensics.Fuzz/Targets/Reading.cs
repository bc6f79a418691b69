using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;
using StoreForensics.Stores.Carving;

namespace StoreForensics.Fuzz.Targets;

/// <summary>Reads through what was opened, bounded: a damaged size can be exabytes of hole.</summary>
internal static class Reading
{
    public static readonly Origin Origin = new("fuzz", default);

    private const long MaxStreamBytes = 32 << 20;

    public static void Whole(Stream stream)
    {
        byte[] buffer = new byte[1 << 16];
        long read = 0;
        for (int got; read < MaxStreamBytes && (got = stream.Read(buffer)) > 0; read += got)
        {
        }
    }

    /// <summary>An evidence by its path, and the files in it.</summary>
    public static void Evidence(string path)
    {
        using var scratch = new Scratch();
        var problems = new ProblemLog();
        using OpenedEvidence opened = EvidenceOpener.Open(path, new OpenOptions
        {
            Scratch = scratch,
            Problems = problems,
            Keep = static (_, size) => size <= 1 << 20,
            Hash = true,
        });
        Files(opened.Source);
        ContainedFaultException.Check(problems);
    }

    public static void Files(IEvidenceSource source)
    {
        for (int node = 0; node < Math.Min(source.Tree.Count, 20_000); node++)
        {
            if (source.Tree[node].Kind == EntryKind.File)
                Guarded(() =>
                {
                    using Stream stream = source.Open(node);
                    Some(stream);
                });
        }
    }

    public static void Disk(string path, string directory)
    {
        var problems = new ProblemLog();
        using OpenedDisk disk = DiskOpener.Open(path, new DiskOptions { Problems = problems, DiskDirectory = directory });
        Blocks(disk.Medium);
        PartitionReader.Read(disk.Medium, path, problems, disk.Details.SectorBytes);
        ContainedFaultException.Check(problems);
    }

    public static void Partitions(IBlockSource disk, DiskKey? key)
    {
        var problems = new ProblemLog();
        foreach (Partition part in PartitionReader.Read(disk, "fuzz", problems, key: key).Parts.Take(64))
            Blocks(part.Blocks, 1 << 20);
        ContainedFaultException.Check(problems);
    }

    public static void FileSystem<T>(IBlockSource blocks, Func<IBlockSource, ProblemLog, Origin, T> open) where T : IFileSystem
    {
        var problems = new ProblemLog();
        T fileSystem = open(blocks, problems, Origin);
        var builder = new EvidenceTreeBuilder();
        fileSystem.AddTo(builder, EvidenceTree.Root, 0);
        EvidenceTree tree = builder.Seal();
        for (int node = 0; node < Math.Min(tree.Count, 3_000); node++)
        {
            if (tree[node] is { Kind: EntryKind.File, DataOffset: >= 0 and var place })
                Guarded(() =>
                {
                    using Stream stream = fileSystem.Open(ContentHandle.Of(place).Content);
                    Some(stream);
                });
        }
        if (fileSystem is IDeletedFiles deleted)
            Guarded(() => Deleted(deleted, tree));
        ContainedFaultException.Check(problems);
    }

    private static void Deleted(IDeletedFiles fileSystem, EvidenceTree live)
    {
        foreach (DeletedFile file in fileSystem.Deleted(live, EvidenceTree.Root).Files
            .Where(f => f.Metadata is { Kind: EntryKind.File, DataOffset: >= 0 }).Take(1000))
            Guarded(() =>
            {
                using Stream stream = fileSystem.OpenDeleted(file.Metadata.DataOffset);
                Some(stream);
            });
        new Carver(fileSystem.Unused, EvidenceTree.Root, static _ => { }).Run();
    }

    private static void Some(Stream stream)
    {
        byte[] buffer = new byte[1 << 16];
        for (int i = 0; i < 16 && stream.Read(buffer) > 0; i++)
        {
        }
        if (!stream.CanSeek || stream.Length <= 1000)
            return;
        _ = stream.NextData(0);
        stream.Position = stream.Length - 1000;
        _ = stream.Read(buffer);
    }

    private static void Blocks(IBlockSource medium, long most = 6 << 20)
    {
        byte[] buffer = new byte[1 << 16];
        for (long at = 0; at < Math.Min(medium.Length, most); at += buffer.Length)
            Block(medium, at, buffer);
        Block(medium, Math.Max(0, medium.Length - buffer.Length), buffer);
        Guarded(() => medium.NextData(Math.Max(0, medium.Length / 2)));
    }

    private static void Block(IBlockSource medium, long at, byte[] buffer) =>
        Guarded(() => medium.ReadAt(at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, medium.Length - at))));

    private static void Guarded(Action read)
    {
        try
        {
            read();
        }
        catch (EvidenceFormatException)
        {
            // Says that it cannot be read.
        }
    }
}

/// <summary>The input as a disk.</summary>
internal sealed class InputBlocks(Input input) : IBlockSource
{
    public long Length => input.Length;

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        input.Bytes.AsSpan((int)offset, target.Length).CopyTo(target);
    }

    public void Dispose()
    {
    }
}
