using StoreForensics.Ingest.Disks.Ewf;

namespace StoreForensics.Ingest.Disks;

/// <summary>A disk that could be opened: its medium as the machine saw it. Owns all files behind it.</summary>
/// <param name="Medium">The sectors. Several threads may read at once.</param>
/// <param name="Format">The format in a word: <c>raw</c>, <c>split raw</c>, <c>qcow2</c>, <c>vmdk</c>, <c>vhd</c>, <c>vhdx</c>, <c>E01</c>, <c>S01</c>.</param>
/// <param name="Details">What else is to be said of it.</param>
internal sealed record OpenedDisk(IBlockSource Medium, string Format, DiskDetails Details) : IDisposable
{
    /// <summary>Full paths of the files that were opened, in the order of <see cref="DiskDetails.Files"/>.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Closes the files.</summary>
    public required IDisposable Files { private get; init; }

    public void Dispose()
    {
        Medium.Dispose();
        Files.Dispose();
    }
}

/// <summary>Facts about a disk, as recorded in it. Null where the format or the file does not say.</summary>
internal sealed record DiskDetails
{
    /// <summary>Names of the files that were opened, the evidence first; parents and pieces included.</summary>
    public IReadOnlyList<DiskFileFact> Files { get; init; } = [];

    /// <summary>The chain of parents, nearest first, by the names of the files.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>Which kind of the format: <c>version 3</c>, <c>streamOptimized</c>, <c>differencing</c>.</summary>
    public string? Variant { get; init; }

    /// <summary>Bytes of a sector as the machine saw it: VHDX and EWF say so.</summary>
    public int? SectorBytes { get; init; }

    /// <summary>What the examiner who made the image wrote: EWF.</summary>
    public EwfCase? Case { get; init; }

    /// <summary>MD5 of the medium as computed when it was acquired, in lower-case hexadecimal; not computed here.</summary>
    public string? StoredMd5 { get; init; }

    /// <summary>SHA-1, likewise.</summary>
    public string? StoredSha1 { get; init; }

    /// <summary>Runs of sectors that could not be read when the image was made, and hold zeros instead.</summary>
    public IReadOnlyList<SectorRun> ErrorSectors { get; init; } = [];
}

/// <summary>One file of a disk.</summary>
/// <param name="Name">Base name, as on the examiner's machine.</param>
/// <param name="SizeBytes">Its length.</param>
internal readonly record struct DiskFileFact(string Name, long SizeBytes);

/// <summary>A run of sectors.</summary>
internal readonly record struct SectorRun(long First, long Count);
