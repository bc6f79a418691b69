using StoreForensics.Ingest.Disks.Ewf;
using StoreForensics.Ingest.Disks.Parallels;
using StoreForensics.Ingest.Disks.Qcow2;
using StoreForensics.Ingest.Disks.Qed;
using StoreForensics.Ingest.Disks.Raw;
using StoreForensics.Ingest.Disks.Vdi;
using StoreForensics.Ingest.Disks.Vhd;
using StoreForensics.Ingest.Disks.Vhdx;
using StoreForensics.Ingest.Disks.Vmdk;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>Decides by content what a disk image is, and opens it with all its pieces and parents.</summary>
internal static class DiskOpener
{
    /// <summary>Opens whatever the file is; what no other format claims is raw.</summary>
    /// <exception cref="EvidenceOpenException">It cannot be opened at all: not there, damaged
    /// where nothing goes on, of a kind that is not read, or a parent is missing.</exception>
    public static OpenedDisk Open(string path, DiskOptions options) => Open(path, options, files => files.OpenEvidence(path));

    /// <summary>The same of a disk that lies in the file of that path, and was taken out of it.</summary>
    /// <param name="path">The evidence.</param>
    /// <param name="name">What the disk is called in it.</param>
    /// <param name="content">The disk; closed with it, or here where it cannot be opened.</param>
    /// <param name="options">What the caller says.</param>
    /// <inheritdoc cref="Open(string, DiskOptions)"/>
    public static OpenedDisk OpenWrapped(string path, string name, IBlockSource content, DiskOptions options) =>
        Open(path, options, files => files.TakeEvidence(path, name, content));

    private static OpenedDisk Open(string path, DiskOptions options, Func<DiskFiles, DiskFile> open)
    {
        var opening = new DiskOpening(path, options);
        try
        {
            DiskFile file = open(opening.Files);
            MediumFacts facts = OpenFile(opening, file, null);
            return new OpenedDisk(facts.Medium, facts.Format, facts.Details with
            {
                Files = [.. opening.Files.Opened.Select(f => new DiskFileFact(f.Name, f.Blocks.Length))],
                Parents = [.. opening.Parents],
            })
            {
                Paths = [.. opening.Files.Opened.Select(f => f.FullPath)],
                Files = opening,
            };
        }
        catch (EvidenceFormatException damage)
        {
            opening.Dispose();
            throw new EvidenceOpenException($"{DisplayText.Escape(path)}: {damage.Message}", damage);
        }
        catch
        {
            opening.Dispose();
            throw;
        }
    }

    /// <summary>Opens the parent of a disk, which is looked up by name.</summary>
    /// <param name="opening">The opening that the child belongs to.</param>
    /// <param name="named">The parent as recorded.</param>
    /// <param name="role">What it is: <c>the backing file</c>.</param>
    /// <param name="format">Its format where the child records that; null to look at the content.</param>
    public static MediumFacts OpenParent(DiskOpening opening, string named, string role, DiskFormat? format)
    {
        DiskFile file = opening.Files.Open(named, role);
        opening.Parents.Add(file.Name);
        return OpenFile(opening, file, format);
    }

    /// <summary>What the content says.</summary>
    public static DiskFormat Recognise(IBlockSource blocks)
    {
        byte[] head = blocks.ReadUpTo(0, 128);
        byte[] tail = blocks.ReadUpTo(Math.Max(0, blocks.Length - 512), 512);
        return Recogniser.DiskImage(head, tail) switch
        {
            FormatKind.Qcow2 => DiskFormat.Qcow2,
            FormatKind.Vmdk => DiskFormat.Vmdk,
            FormatKind.Vhd => DiskFormat.Vhd,
            FormatKind.Vhdx => DiskFormat.Vhdx,
            FormatKind.Vdi => DiskFormat.Vdi,
            FormatKind.Qed => DiskFormat.Qed,
            FormatKind.Parallels => DiskFormat.Parallels,
            FormatKind.Ewf => DiskFormat.Ewf,
            _ => DiskFormat.Raw,
        };
    }

    private static MediumFacts OpenFile(DiskOpening opening, DiskFile file, DiskFormat? format)
    {
        opening.Enter(file);
        bool isSplit = false;
        if (!file.IsWrapped && SplitRaw.Join(opening, file) is { } joined)
            (file, isSplit) = (file with { Blocks = joined }, true);
        return (format ?? Recognise(file.Blocks)) switch
        {
            DiskFormat.Qcow2 => Qcow2Disk.Open(opening, file),
            DiskFormat.Vmdk => VmdkDisk.Open(opening, file),
            DiskFormat.Vhd => VhdDisk.Open(opening, file),
            DiskFormat.Vhdx => VhdxDisk.Open(opening, file),
            DiskFormat.Vdi => VdiDisk.Open(opening, file),
            DiskFormat.Qed => QedDisk.Open(opening, file),
            DiskFormat.Parallels => ParallelsDisk.Open(opening, file),
            DiskFormat.Ewf => EwfDisk.Open(opening, file),
            _ => new MediumFacts(file.Blocks, isSplit ? "split raw" : "raw", new DiskDetails()),
        };
    }
}

/// <summary>What a format's reader gives back.</summary>
/// <param name="Medium">The sectors.</param>
/// <param name="Format">See <see cref="OpenedDisk"/>.</param>
/// <param name="Details">Without files and parents, which the opening knows.</param>
internal sealed record MediumFacts(IBlockSource Medium, string Format, DiskDetails Details)
{
    /// <summary>What a child records of its parent, to know it again: a VMDK's content identifier, the GUID of a VHD or VHDX; null for other formats.</summary>
    public string? ContentId { get; init; }
}
