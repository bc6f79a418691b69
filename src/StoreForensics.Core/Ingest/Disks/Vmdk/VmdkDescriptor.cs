using System.Globalization;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vmdk;

/// <summary>A line of the descriptor that says where a part of the medium is.</summary>
/// <param name="Access"><c>RW</c>, <c>RDONLY</c> or <c>NOACCESS</c>.</param>
/// <param name="Sectors">Of 512 bytes.</param>
/// <param name="Type"><c>FLAT</c>, <c>SPARSE</c>, <c>ZERO</c>, <c>VMFS</c>, <c>VMFSSPARSE</c> …</param>
/// <param name="FileName">As spelled; null for <c>ZERO</c>.</param>
/// <param name="OffsetSectors">Where the part begins in a flat file.</param>
internal sealed record VmdkExtent(string Access, long Sectors, string Type, string? FileName, long OffsetSectors);

/// <summary>The text that describes a disk, in a file of its own or inside a sparse
/// extent ("Virtual Disk Format 5.0", section "The Descriptor File").</summary>
internal sealed record VmdkDescriptor
{
    // Twenty terabytes in files of 2 GiB.
    private const int MaxExtents = 10_000;

    public string? CreateType { get; init; }

    /// <summary>The content's identifier, as spelled: lower-case hexadecimal.</summary>
    public string? ContentId { get; init; }

    /// <summary>That of the parent when this disk was made; null for no parent.</summary>
    public string? ParentContentId { get; init; }

    /// <summary>The parent's path, as spelled.</summary>
    public string? ParentName { get; init; }

    public required IReadOnlyList<VmdkExtent> Extents { get; init; }

    /// <exception cref="EvidenceFormatException">An extent's line cannot be read: what follows it would be in the wrong place.</exception>
    public static VmdkDescriptor Parse(ReadOnlySpan<byte> text)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var extents = new List<VmdkExtent>();
        int end = text.IndexOf((byte)0);
        foreach (string line in Encoding.UTF8.GetString(end < 0 ? text : text[..end]).Split(['\n', '\r'],
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#')
                continue;
            if (Extent(line) is { } extent)
                extents.Add(extents.Count < MaxExtents ? extent : throw Bad($"more than {MaxExtents} extents"));
            else if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                values.TryAdd(line[..at].Trim(), line[(at + 1)..].Trim().Trim('"'));
        }
        string? parent = values.GetValueOrDefault("parentCID");
        return new VmdkDescriptor
        {
            CreateType = values.GetValueOrDefault("createType"),
            ContentId = values.GetValueOrDefault("CID"),
            ParentContentId = parent is null || parent.Equals("ffffffff", StringComparison.OrdinalIgnoreCase) ? null : parent,
            ParentName = values.GetValueOrDefault("parentFileNameHint"),
            Extents = extents,
        };
    }

    private static VmdkExtent? Extent(string line)
    {
        string access = line.Split(' ', 2)[0];
        if (access is not ("RW" or "RDONLY" or "NOACCESS"))
            return null;
        int quote = line.IndexOf('"', StringComparison.Ordinal), close = line.LastIndexOf('"');
        string[] before = (quote < 0 ? line : line[..quote]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string after = close > quote ? line[(close + 1)..].Trim() : "";
        string offset = after.Split(' ')[0];
        if (before.Length < 3 || !long.TryParse(before[1], NumberStyles.None, CultureInfo.InvariantCulture, out long sectors)
            || sectors > long.MaxValue / VmdkLayout.SectorBytes)
            throw Bad($"an extent that cannot be read: '{DisplayText.Escape(line.Length <= 200 ? line : line[..200])}'");
        long start = 0;
        if (offset.Length > 0 && (!long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out start)
            || start > long.MaxValue / VmdkLayout.SectorBytes))
            start = 0; // a device's name follows some types, which are not read
        return new VmdkExtent(access, sectors, before[2], close > quote ? line[(quote + 1)..close] : null, start);
    }

    private static EvidenceFormatException Bad(string message) => new(DiskProblems.BadHeader, message);
}
