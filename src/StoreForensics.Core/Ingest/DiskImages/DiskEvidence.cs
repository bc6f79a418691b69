using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Disks.Ewf;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>Opens a disk image: disk, then partitions and logical volumes, then the file systems in them.</summary>
internal sealed class DiskEvidence
{
    private readonly string _path;
    private readonly string _name;
    private readonly OpenOptions _options;
    private readonly DiskWrapping? _wrapping;
    private readonly DiskContents _contents;
    private readonly CompanionDisks _companions;

    private DiskEvidence(string path, DiskWrapping? wrapping, OpenOptions options, CompanionDisks companions)
    {
        (_path, _name, _wrapping, _options, _companions) = (path, options.Name ?? path, wrapping, options, companions);
        _contents = new DiskContents(_name, options.Problems);
    }

    /// <exception cref="EvidenceOpenException">The image cannot be opened, or nothing in it can be read: the message names what is there.</exception>
    public static OpenedEvidence Open(string path, OpenOptions options) => Open(path, null, options);

    /// <summary>One that is no file by itself.</summary>
    /// <param name="path">The evidence that it lies in: files that its header names are looked for beside that.</param>
    /// <param name="wrapping">What it was taken out of; its content is disposed of here or with the source, what is around it only with the source.</param>
    /// <param name="options">See there.</param>
    /// <inheritdoc cref="Open(string, OpenOptions)"/>
    public static OpenedEvidence Open(string path, DiskWrapping? wrapping, OpenOptions options)
    {
        var diskOptions = new DiskOptions { Problems = options.Problems, DiskDirectory = options.DiskDirectory };
        OpenedDisk disk = wrapping is null ? DiskOpener.Open(path, diskOptions) : DiskOpener.OpenWrapped(path, wrapping.Name, wrapping.Content, diskOptions);
        var companions = new CompanionDisks(path, disk.Paths, options);
        try
        {
            options.FilesFound?.Invoke(disk.Paths);
            return new DiskEvidence(path, wrapping, options, companions).Read(disk);
        }
        catch
        {
            companions.Dispose();
            disk.Dispose();
            throw;
        }
    }

    private OpenedEvidence Read(OpenedDisk disk)
    {
        _contents.Read(new GuardedBlocks(disk.Medium, _options.Problems, _name), disk.Details.SectorBytes, _companions.All, _options.Key);
        if (_contents.FileSystems.Count == 0 && _contents.PartOf is null)
            throw new EvidenceOpenException(NothingToRead(disk));
        var source = new DiskSource(_name, disk, [.. _wrapping?.Words ?? [], disk.Format, .. _contents.Schemes], _contents.Seal(), _contents.FileSystems,
            [_companions, .. _wrapping?.Around is { } around ? [around] : Array.Empty<IDisposable>()])
        { PoolDevices = _contents.PoolDevices, Nodes = _contents.Nodes };
        return Describe(source, disk);
    }

    private OpenedEvidence Describe(DiskSource source, OpenedDisk disk)
    {
        if (_wrapping is { } around)
            return WithFacts(EvidenceOpener.Describe(source, around.SizeBytes, around.Sha256, around.Sha256Of), disk, source.Stored(null));
        bool hash = _options.Hash;
        bool isMedium = disk.Format is "raw" or "split raw" or "E01" or "S01";
        string? sha256 = null;
        IReadOnlyList<StoredDigest> stored = source.Stored(null);
        // Of pieces each may have few holes.
        if (hash && isMedium && new HoleAllowance(_options.HashHoles).Refusal(disk.Medium.NextData, disk.Medium.Length) is { } refusal)
        {
            _options.Problems.Warn(HoleAllowance.Code, new Origin(_name, default), refusal);
            hash = false;
        }
        if (hash && isMedium)
            (sha256, stored) = source.Digest();
        else if (hash)
            sha256 = FileDigest();
        if (hash && sha256 is null)
            _options.Problems.Damage("SF-DISK-0101", new Origin(_name, default), "the medium cannot be read whole, so it has no digest");
        foreach (StoredDigest digest in stored.Where(d => d.Computed is not null && d.Computed != d.Stored))
            _options.Problems.Damage("SF-DISK-0102", new Origin(_name, default),
                $"the {digest.Algorithm} that the image carries is {digest.Stored}, and that of the medium is {digest.Computed}: the image was altered or damaged since it was made");
        return WithFacts(EvidenceOpener.Describe(source, disk.Details.Files.Sum(f => f.SizeBytes), sha256, isMedium ? "the medium" : "the file's bytes"), disk,
            stored);
    }

    private OpenedEvidence WithFacts(OpenedEvidence opened, OpenedDisk disk, IReadOnlyList<StoredDigest> stored) =>
        opened with { Details = opened.Details with { Disk = Facts(disk, stored) } };

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
        Partitions = _contents.Facts,
        PartOf = _contents.PartOf,
    };

    private static IEnumerable<(string, string)> Acquisition(EwfCase? details)
    {
        (string Label, string? Value)[] all =
        [
            ("Case number", details?.CaseNumber), ("Evidence number", details?.EvidenceNumber), ("Description", details?.Description),
                ("Examiner", details?.Examiner),
            ("Notes", details?.Notes), ("Acquired at", Time(details?.AcquiredAt)), ("System time", Time(details?.SystemTime)),
                ("Acquired with", details?.Software), ("Acquired on", details?.System),
        ];
        return all.Where(a => a.Value is not null).Select(a => (a.Label, a.Value!));
    }

    // Seconds since 1970 in the newer of the two headers; the older has a calendar's fields in a zone that it does not name.
    private static string? Time(string? recorded) =>
        long.TryParse(recorded, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds is > 0 and < 1L << 33
            ? $"{new Timestamp(seconds, 0)} (recorded as {recorded})" : recorded;

    private string NothingToRead(OpenedDisk disk)
    {
        string known = string.Join(", ", FileSystemReaders.All.SelectMany(r => r.Names));
        string parts = string.Join("; ", _contents.Facts.Take(20).Select(f => $"{f.FoundAs}: {f.Content}"));
        string locked = string.Concat(_options.Problems.Sorted().Where(p => p.Code.StartsWith("SF-LUKS-", StringComparison.Ordinal)).Take(5).Select(p =>
            "\n" + p.Message));
        return $"{DisplayText.Escape(_name)}: a {disk.Format} disk image of {disk.Medium.Length} bytes without a file system that can be read ({known})\nfound {parts}{locked}";
    }
}
