using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vmdk;

/// <summary>Puts a VMDK's medium together out of its extents, over its parent where it is a delta.</summary>
internal static class VmdkDisk
{
    /// <exception cref="EvidenceFormatException">The header or descriptor cannot be.</exception>
    /// <exception cref="EvidenceOpenException">A kind of extent that is not read, or the parent is missing.</exception>
    public static MediumFacts Open(DiskOpening opening, DiskFile file)
    {
        byte[] head = file.Blocks.ReadUpTo(0, 4);
        uint magic = head.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(head);
        if (magic is VmdkLayout.SparseMagic or VmdkLayout.EsxMagic)
            return OpenSparse(opening, file);
        VmdkDescriptor descriptor = VmdkDescriptor.Parse(file.Blocks.ReadUpTo(0, VmdkLayout.MaxDescriptorBytes));
        if (descriptor.Extents.Count == 0)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"{file.Shown}: a descriptor that names no extents");
        IBlockSource? parent = OpenParent(opening, file, descriptor);
        var parts = new List<IBlockSource>();
        long start = 0;
        foreach (VmdkExtent extent in descriptor.Extents)
        {
            parts.Add(OpenExtent(opening, file, extent, parent, start));
            start += parts[^1].Length;
        }
        return Facts(new JoinedBlocks(parts), descriptor);
    }

    private static MediumFacts OpenSparse(DiskOpening opening, DiskFile file)
    {
        VmdkSparseHeader header = VmdkSparse.ReadHeader(opening, file);
        VmdkDescriptor? descriptor = Embedded(file, header);
        IBlockSource? parent = descriptor is null ? null : OpenParent(opening, file, descriptor);
        return Facts(new VmdkSparse(file, header, opening.Cache, parent, 0), descriptor);
    }

    // An extent of a split disk carries none: it was named directly, and is read for what it is.
    private static VmdkDescriptor? Embedded(DiskFile file, VmdkSparseHeader header)
    {
        if (header.DescriptorSector == 0 || header.DescriptorSectors == 0)
            return null;
        if (header.DescriptorSector > (ulong)(file.Blocks.Length / VmdkLayout.SectorBytes))
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a descriptor at sector {header.DescriptorSector}, beyond the file's end",
                VmdkLayout.DescriptorOffsetAt);
        int bytes = (int)Math.Min(VmdkLayout.MaxDescriptorBytes, Math.Min(header.DescriptorSectors, 1 << 20) * VmdkLayout.SectorBytes);
        return VmdkDescriptor.Parse(file.Blocks.ReadUpTo((long)header.DescriptorSector * VmdkLayout.SectorBytes, bytes));
    }

    private static IBlockSource? OpenParent(DiskOpening opening, DiskFile file, VmdkDescriptor descriptor)
    {
        if (descriptor.ParentContentId is not { } wanted)
            return null;
        if (descriptor.ParentName is not { } name)
            throw new EvidenceOpenException($"{file.Shown}: a delta on a parent that it does not name");
        MediumFacts parent = DiskOpener.OpenParent(opening, name, "the parent disk", null);
        if (parent.ContentId is { } found && !found.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            opening.Warn(DiskProblems.OtherParent, file,
                $"made on a parent with the content identifier {DisplayText.Escape(wanted)}, and the one found has {DisplayText.Escape(found)}: it was written to since, or is another");
        return parent.Medium;
    }

    private static IBlockSource OpenExtent(DiskOpening opening, DiskFile file, VmdkExtent extent, IBlockSource? parent, long start)
    {
        long bytes = extent.Sectors * VmdkLayout.SectorBytes;
        if (extent.Type == "ZERO")
            return new ZeroBlocks(bytes);
        if (extent.Type is not ("FLAT" or "VMFS" or "SPARSE" or "VMFSSPARSE" or "VMFSTHIN"))
            throw new EvidenceOpenException($"{file.Shown}: an extent of the type '{DisplayText.Escape(extent.Type)}', which is not read");
        if (extent.FileName is not { } name || !opening.Files.Exists(name))
        {
            string what = opening.Files.NotFound(extent.FileName ?? "", "the extent");
            opening.Damage(DiskProblems.MissingPart, file, what, start);
            return new MissingBlocks(bytes, $"the extent '{DisplayText.Escape(extent.FileName)}'");
        }
        DiskFile part = opening.Files.Open(name, "the extent");
        try
        {
            return extent.Type is "SPARSE" or "VMFSSPARSE" ? Sparse(opening, part, parent, start, bytes)
                : Flat(opening, part, extent.OffsetSectors * VmdkLayout.SectorBytes, bytes);
        }
        catch (EvidenceFormatException damage)
        {
            opening.Damage(damage.Code, part, $"this extent cannot be read: {damage.Message}", damage.Offset);
            return new MissingBlocks(bytes, $"what the damaged extent {part.Shown} held");
        }
    }

    private static JoinedBlocks Sparse(DiskOpening opening, DiskFile part, IBlockSource? parent, long start, long bytes) =>
        Exactly(opening, part, new VmdkSparse(part, VmdkSparse.ReadHeader(opening, part), opening.Cache, parent, start), 0, bytes);

    private static JoinedBlocks Flat(DiskOpening opening, DiskFile part, long offset, long bytes) => Exactly(opening, part, part.Blocks, offset, bytes);

    private static JoinedBlocks Exactly(DiskOpening opening, DiskFile part, IBlockSource blocks, long offset, long bytes)
    {
        long within = Math.Clamp(blocks.Length - offset, 0, bytes);
        if (within < bytes)
            opening.Damage(DiskProblems.OddLength, part, $"{within} bytes where the descriptor says {bytes}");
        return JoinedBlocks.Exactly(blocks, offset, bytes, $"the end of {part.Shown}");
    }

    private static MediumFacts Facts(IBlockSource medium, VmdkDescriptor? descriptor) =>
        new(medium, "vmdk", new DiskDetails { Variant = descriptor?.CreateType is { } type ? DisplayText.Escape(type) : null })
        {
            ContentId =
            descriptor?.ContentId
        };
}
