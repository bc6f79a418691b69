using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>What a disk's medium holds: its partitions and logical volumes, and the names in their file systems.</summary>
/// <param name="evidence">The evidence's name, for problems.</param>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="mostFileSystems">Those after are told of and not read.</param>
/// <param name="prefix">What the places of problems begin with: see <see cref="IEvidenceSource.OriginPrefix"/>.</param>
internal sealed class DiskContents(
    string evidence, ProblemLog problems, int mostFileSystems = ContentHandle.MaxFileSystems, ReadOnlyMemory<byte> prefix = default)
{
    private readonly EvidenceTreeBuilder _tree = new();
    private readonly List<IFileSystem> _fileSystems = [];
    private readonly List<int> _nodes = [];
    private readonly List<PartitionFacts> _facts = [];
    private readonly Dictionary<Partition, string> _tables = [];
    private readonly PartitionDirectories _directories = new();
    private readonly List<PoolDevice> _poolDevices = [];

    public IReadOnlyList<IFileSystem> FileSystems => _fileSystems;

    /// <summary>The node that the root of each became, in their order.</summary>
    public IReadOnlyList<int> Nodes => _nodes;

    public IReadOnlyList<PartitionFacts> Facts => _facts;

    /// <summary>Devices of thin pools that only the pools list, and whose file systems were read.</summary>
    public IReadOnlyList<PoolDevice> PoolDevices => _poolDevices;

    /// <summary>What divides the disk, in words, each once: <c>gpt</c>, <c>lvm</c>.</summary>
    public IReadOnlyList<string> Schemes { get; private set; } = [];

    /// <inheritdoc cref="FoundPartitions.PartOf"/>
    public string? PartOf { get; private set; }

    /// <summary>To be called once.</summary>
    public void Read(IBlockSource medium, int? sectorBytes, IReadOnlyList<CompanionDisk>? companions = null, DiskKey? key = null)
    {
        (IReadOnlyList<Partition> partitions, PartOf) = PartitionReader.Read(medium, evidence, problems, sectorBytes, companions, key,
            FileSystemReaders.Assemblers());
        Read(partitions);
    }

    /// <summary>The same of parts that were found already. To be called once.</summary>
    public void Read(IReadOnlyList<Partition> partitions)
    {
        Schemes = [.. partitions.Select(p => p.Scheme).Where(s => s != "whole").Distinct(StringComparer.Ordinal)];
        foreach (Partition inner in partitions.Where(p => p.Within is not null && p.Group is null && p.Scheme != "luks"))
            _tables.TryAdd(inner.Within!, inner.Scheme.ToUpperInvariant());
        // Without a table the whole disk is the file system.
        bool isWhole = partitions is [{ Place: "whole disk" }];
        foreach (Partition partition in partitions)
            problems.Contain(OriginOf(partition), () => Read(partition, isWhole));
    }

    /// <summary>All names. To be called once, after reading.</summary>
    public EvidenceTree Seal() => _tree.Seal();

    private void Read(Partition partition, bool isWhole)
    {
        Recognised content = partition.Content;
        string? directory = null;
        IFileSystem? fileSystem = null;
        if (!_tables.ContainsKey(partition) && !partition.IsMember && FileSystemReaders.For(partition) is { } reader)
            (fileSystem, directory) = Read(partition, reader, isWhole);
        else if (content.Kind.MayHoldFiles() && !partition.IsMember && content.Kind != FormatKind.Luks)
            problems.Warn("SF-DISK-0100", OriginOf(partition),
                $"{partition.FoundAs} holds {content.Words}, which this version does not read: what is in it is missing");
        _facts.Add(new PartitionFacts
        {
            FoundAs = DisplayText.Escape(partition.FoundAs),
            Name = partition.Name is null ? null : DisplayText.Escape(partition.Name),
            Type = DisplayText.Escape(partition.Type),
            Start = partition.Start,
            Length = partition.Length,
            Content = fileSystem?.Facts.Kind ?? (_tables.GetValueOrDefault(partition) is { } table ? $"{table} partition table" : content.Words),
            Directory = directory,
            FileSystem = fileSystem?.Facts,
        });
    }

    private (IFileSystem?, string?) Read(Partition partition, IFileSystemReader reader, bool isWhole)
    {
        if (_fileSystems.Count == mostFileSystems)
        {
            problems.Damage("SF-DISK-0103", OriginOf(partition), $"more than {mostFileSystems} file systems: this one is not read");
            return (null, null);
        }
        try
        {
            IFileSystem fileSystem = reader.Open(partition, new FileSystemContext(problems, OriginOf(partition)));
            string directory = isWhole ? "" : _directories.NameOf(partition);
            int node = EvidenceTree.Root;
            if (!isWhole)
                _tree.Add(Encoding.UTF8.GetBytes(directory), new EntryMetadata { Kind = EntryKind.Directory, DataOffset = -1 }, out node);
            if (partition.Thin is { } thin)
                _poolDevices.Add(new PoolDevice(thin.Pool, thin.Transaction, thin.Device, directory));
            AddNames(fileSystem, node, OriginOf(partition));
            return (fileSystem, directory);
        }
        catch (EvidenceFormatException damage)
        {
            problems.Damage(damage.Code, OriginOf(partition) with { Offset = damage.Offset },
                $"{DisplayText.Escape(partition.FoundAs)} cannot be read: {damage.Message}");
            return (null, null);
        }
    }

    // After a fault in the program the names so far stay, and with them the file system that they belong to.
    private void AddNames(IFileSystem fileSystem, int node, Origin place)
    {
        try
        {
            fileSystem.AddTo(_tree, node, _fileSystems.Count);
        }
        catch (Exception e) when (e is not EvidenceFormatException && Containment.Holds(e))
        {
            problems.Fault(place, e);
        }
        _fileSystems.Add(fileSystem);
        _nodes.Add(node);
    }

    private Origin OriginOf(Partition partition) =>
        new(evidence, new EvidencePath((byte[])[.. prefix.Span, .. EvidencePath.FromString(partition.FoundAs).Bytes]));
}
