using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Disks.Ewf;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>Opens a disk image: disk, then partitions and logical volumes, then the file systems in them.</summary>
internal sealed class DiskEvidence
{
    private readonly string _path;
    private readonly string _name;
    private readonly OpenOptions _options;
    private readonly EvidenceTreeBuilder _tree = new();
    private readonly List<IFileSystem> _fileSystems = [];
    private readonly List<PartitionFacts> _facts = [];
    private readonly Dictionary<Partition, string> _tables = [];
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    private DiskEvidence(string path, OpenOptions options) => (_path, _name, _options) = (path, options.Name ?? path, options);

    /// <exception cref="EvidenceOpenException">The image cannot be opened, or nothing in it can be read: the message names what is there.</exception>
    public static OpenedEvidence Open(string path, OpenOptions options)
    {
        OpenedDisk disk = DiskOpener.Open(path, new DiskOptions { Problems = options.Problems, DiskDirectory = options.DiskDirectory });
        try
        {
            return new DiskEvidence(path, options).Read(disk);
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    private OpenedEvidence Read(OpenedDisk disk)
    {
        IReadOnlyList<Partition> partitions = PartitionReader.Read(disk.Medium, _name, _options.Problems, disk.Details.SectorBytes);
        // Without a table the whole disk is the file system.
        bool isWhole = partitions is [{ FoundAs: "whole disk" }];
        foreach (Partition inner in partitions.Where(p => p.Within is not null && p.Group is null))
            _tables.TryAdd(inner.Within!, inner.Scheme.ToUpperInvariant());
        foreach (Partition partition in partitions)
            ReadPartition(partition, isWhole);
        if (_fileSystems.Count == 0)
            throw new EvidenceOpenException(NothingToRead(disk));
        var source = new DiskSource(_name, disk, Wrapping(disk, partitions), _tree.Seal(), _fileSystems);
        return Describe(source, disk);
    }

    private void ReadPartition(Partition partition, bool isWhole)
    {
        VolumeContent content = partition.Content;
        string? directory = null;
        IFileSystem? fileSystem = null;
        if (content.Kind is VolumeKind.Ext or VolumeKind.Unknown && Ext4FileSystem.Recognises(partition.Blocks))
            (fileSystem, directory) = ReadExt(partition, isWhole);
        else if (content.Kind is VolumeKind.Xfs or VolumeKind.Btrfs or VolumeKind.Luks or VolumeKind.LinuxRaid or VolumeKind.Zfs or VolumeKind.ThinPool or VolumeKind.BitLocker)
            _options.Problems.Warn("SF-DISK-0100", OriginOf(partition), $"{partition.FoundAs} holds {content.Words}, which this version does not read: what is in it is missing");
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

    private (IFileSystem?, string?) ReadExt(Partition partition, bool isWhole)
    {
        try
        {
            Ext4FileSystem fileSystem = Ext4FileSystem.Open(partition.Blocks, _options.Problems, OriginOf(partition));
            string directory = isWhole ? "" : NewDirectory(partition);
            int node = EvidenceTree.Root;
            if (!isWhole)
                _tree.Add(Encoding.UTF8.GetBytes(directory), new EntryMetadata { Kind = EntryKind.Directory, DataOffset = -1 }, out node);
            fileSystem.AddTo(_tree, node, DiskSource.Tag(_fileSystems.Count));
            _fileSystems.Add(fileSystem);
            return (fileSystem, directory);
        }
        catch (EvidenceFormatException damage)
        {
            _options.Problems.Damage(damage.Code, OriginOf(partition) with { Offset = damage.Offset }, $"{DisplayText.Escape(partition.FoundAs)} cannot be read: {damage.Message}");
            return (null, null);
        }
    }

    // Two groups may have one name, and two names may become one.
    private string NewDirectory(Partition partition)
    {
        string name = DirectoryOf(partition), unique = name;
        for (int i = 2; !_directories.Add(unique); i++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        return unique;
    }

    // `gpt 2`, `lvm vg0/root` and `lvm vg0/guest gpt 1`: as one name of a directory that needs no quoting.
    private static string DirectoryOf(Partition partition)
    {
        var name = new StringBuilder();
        foreach (char c in partition.Place.Replace("lvm ", "lvm-", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal))
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' ? c : '-');
        return partition.Within is null ? name.ToString() : $"{DirectoryOf(partition.Within)}-{name}";
    }

    private Origin OriginOf(Partition partition) => new(_name, EvidencePath.FromString(partition.FoundAs));

    private static List<string> Wrapping(OpenedDisk disk, IReadOnlyList<Partition> partitions)
    {
        var words = new List<string> { disk.Format };
        words.AddRange(partitions.Select(p => p.Scheme).Where(w => w != "whole").Distinct(StringComparer.Ordinal));
        return words;
    }

    private OpenedEvidence Describe(DiskSource source, OpenedDisk disk)
    {
        bool isMedium = disk.Format is "raw" or "split raw" or "E01" or "S01";
        string? sha256 = null;
        IReadOnlyList<StoredDigest> stored = source.Stored(null);
        if (_options.Hash && isMedium)
            (sha256, stored) = source.Digest();
        else if (_options.Hash)
            sha256 = FileDigest();
        if (_options.Hash && sha256 is null)
            _options.Problems.Damage("SF-DISK-0101", new Origin(_name, default), "the medium cannot be read whole, so it has no digest");
        foreach (StoredDigest digest in stored.Where(d => d.Computed is not null && d.Computed != d.Stored))
            _options.Problems.Damage("SF-DISK-0102", new Origin(_name, default), $"the {digest.Algorithm} that the image carries is {digest.Stored}, and that of the medium is {digest.Computed}: the image was altered or damaged since it was made");
        OpenedEvidence opened = EvidenceOpener.Describe(source, disk.Details.Files.Sum(f => f.SizeBytes), sha256, isMedium ? "the medium" : "the file's bytes");
        return opened with { Details = opened.Details with { Disk = Facts(disk, stored) } };
    }

    private string? FileDigest()
    {
        using EvidenceFile file = EvidenceFile.Open(_path);
        using FileWindow stream = file.OpenStream();
        try
        {
            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }

    private DiskFacts Facts(OpenedDisk disk, IReadOnlyList<StoredDigest> stored) => new()
    {
        Format = disk.Details.Variant is { } variant ? $"{disk.Format}, {variant}" : disk.Format,
        MediumBytes = disk.Medium.Length,
        Files = [.. disk.Details.Files.Select(f => (f.Name, f.SizeBytes))],
        Acquisition = [.. Acquisition(disk.Details.Case)],
        Digests = stored,
        Partitions = _facts,
    };

    private static IEnumerable<(string, string)> Acquisition(EwfCase? details)
    {
        (string Label, string? Value)[] all =
        [
            ("Case number", details?.CaseNumber), ("Evidence number", details?.EvidenceNumber), ("Description", details?.Description), ("Examiner", details?.Examiner),
            ("Notes", details?.Notes), ("Acquired at", Time(details?.AcquiredAt)), ("System time", Time(details?.SystemTime)), ("Acquired with", details?.Software), ("Acquired on", details?.System),
        ];
        return all.Where(a => a.Value is not null).Select(a => (a.Label, a.Value!));
    }

    // Seconds since 1970 in the newer of the two headers; the older has a calendar's fields in a zone that it does not name.
    private static string? Time(string? recorded) =>
        long.TryParse(recorded, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds is > 0 and < 1L << 33
            ? $"{new Timestamp(seconds, 0)} (recorded as {recorded})" : recorded;

    private string NothingToRead(OpenedDisk disk)
    {
        string parts = string.Join("; ", _facts.Take(20).Select(f => $"{f.FoundAs}: {f.Content}"));
        return $"{DisplayText.Escape(_name)}: a {disk.Format} disk image of {disk.Medium.Length} bytes without a file system that can be read (ext2, ext3, ext4)\nfound {parts}";
    }
}
