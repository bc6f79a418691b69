using System.Buffers.Binary;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vhd;

/// <summary>The medium of a dynamic VHD, or of a differencing one over its parent.</summary>
internal sealed class VhdDisk : BlockwiseDisk
{
    private readonly IBlockSource _file;
    private readonly PagedBlocks _tables;
    private readonly VhdHeader _header;
    private readonly IBlockSource? _parent;

    private VhdDisk(DiskFile file, long size, VhdHeader header, ChunkCache cache, IBlockSource? parent)
        : base(file.Shown, size, header.BlockBytes)
    {
        (_file, _header, _parent) = (file.Blocks, header, parent);
        _tables = new PagedBlocks(file.Blocks, cache);
    }

    /// <exception cref="EvidenceFormatException">The footer or header cannot be.</exception>
    /// <exception cref="EvidenceOpenException">The parent is missing.</exception>
    public static MediumFacts Open(DiskOpening opening, DiskFile file)
    {
        VhdFooter footer = ReadFooter(opening, file);
        if (footer.Type == VhdLayout.Fixed)
            return Facts(FixedMedium(opening, file, footer), footer, "fixed");
        if (footer.HeaderOffset > long.MaxValue)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a header at byte {footer.HeaderOffset}", VhdLayout.FooterDataOffsetAt);
        VhdHeader header = VhdHeader.Parse(file.Blocks.ReadUpTo((long)footer.HeaderOffset, VhdLayout.HeaderBytes));
        if (!header.IsChecksumRight)
            opening.Damage(DiskProblems.BadChecksum, file, "the checksum of the dynamic disk's header does not match", (long)footer.HeaderOffset
                + VhdLayout.HeaderChecksumAt);
        Remark(opening, file, footer, header);
        IBlockSource? parent = footer.Type == VhdLayout.Differencing ? OpenParent(opening, file, header) : null;
        return Facts(new VhdDisk(file, footer.Size, header, opening.Cache, parent), footer, parent is null ? "dynamic" : "differencing");
    }

    // The bitmap of a dynamic disk is not asked: a block that was allocated was filled with zeros, and writers do not agree on its bits.
    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        uint sector = Lookup(block);
        long medium = block * BlockBytes + start;
        if (sector == VhdLayout.Unused)
            FromParent(medium, target);
        else if (_parent is null)
            _file.ReadAt((long)sector * VhdLayout.SectorBytes + _header.BitmapBytes + start, target);
        else
            ReadMixed((long)sector * VhdLayout.SectorBytes, start, medium, target);
    }

    // Of a block in part in the parent, which sectors are a hole is not asked.
    protected override (bool IsHole, long Bytes) Stretch(long block, long start) =>
        Lookup(block) == VhdLayout.Unused ? StretchOf(_parent, (block * BlockBytes) + start, BlockBytes - start) : (false, BlockBytes - start);

    private uint Lookup(long block)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (block >= _header.TableEntries)
            throw new EvidenceFormatException(DiskProblems.BadMapping,
                $"block {block} is beyond the {_header.TableEntries} entries of the block allocation table");
        ReadTable((ulong)block * 4, bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    // Runs of sectors that are in this disk (bit 1) or in the parent (bit 0), the highest bit of a byte first.
    private void ReadMixed(long at, long start, long medium, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            int sector = (int)(start / VhdLayout.SectorBytes);
            bool isOwn = IsOwn(at, sector);
            int next = sector + 1, end = (int)((start + target.Length + VhdLayout.SectorBytes - 1) / VhdLayout.SectorBytes);
            while (next < end && IsOwn(at, next) == isOwn)
                next++;
            Span<byte> part = target[..(int)Math.Min(target.Length, (long)next * VhdLayout.SectorBytes - start)];
            if (isOwn)
                _file.ReadAt(at + _header.BitmapBytes + start, part);
            else
                FromParent(medium, part);
            target = target[part.Length..];
            start += part.Length;
            medium += part.Length;
        }
    }

    private bool IsOwn(long at, int sector)
    {
        Span<byte> bits = stackalloc byte[1];
        _tables.ReadAt(at + sector / 8, bits);
        return (bits[0] & (0x80 >> (sector % 8))) != 0;
    }

    private void FromParent(long medium, Span<byte> target)
    {
        if (_parent is null)
            target.Clear();
        else
            _parent.ReadOrZero(medium, target);
    }

    private void ReadTable(ulong offset, Span<byte> target)
    {
        if (_header.TableOffset > long.MaxValue / 2)
            throw new EvidenceFormatException(DiskProblems.BadMapping, $"a block allocation table at byte {_header.TableOffset}");
        _tables.ReadAt((long)(_header.TableOffset + offset), target);
    }

    private static VhdFooter ReadFooter(DiskOpening opening, DiskFile file)
    {
        VhdFooter? last = TryParse(file.Blocks.ReadUpTo(Math.Max(0, file.Blocks.Length - VhdLayout.FooterBytes), VhdLayout.FooterBytes));
        if (last is { IsChecksumRight: true } footer)
            return footer;
        VhdFooter? copy = TryParse(file.Blocks.ReadUpTo(0, VhdLayout.FooterBytes));
        if (copy is { IsChecksumRight: true, Type: not VhdLayout.Fixed } whole)
        {
            opening.Warn(DiskProblems.BadChecksum, file, "the footer is damaged or cut off: its copy at the beginning is used",
                file.Blocks.Length - VhdLayout.FooterBytes);
            return whole;
        }
        if ((last ?? copy) is not { } doubtful)
            throw new EvidenceFormatException(DiskProblems.BadHeader, "no footer that can be read");
        opening.Damage(DiskProblems.BadChecksum, file, "the checksum of the footer does not match, and there is no copy that does", VhdLayout.FooterChecksumAt);
        return doubtful;
    }

    private static VhdFooter? TryParse(byte[] bytes)
    {
        try
        {
            return VhdFooter.Parse(bytes);
        }
        catch (EvidenceFormatException) // the other copy may be whole; that there is none is said there
        {
            return null;
        }
    }

    private static IBlockSource FixedMedium(DiskOpening opening, DiskFile file, VhdFooter footer)
    {
        long data = Math.Max(0, file.Blocks.Length - VhdLayout.FooterBytes);
        if (footer.Size <= data)
            return new BlockWindow(file.Blocks, 0, footer.Size);
        opening.Damage(DiskProblems.OddLength, file, $"{data} bytes of data where the footer says {footer.Size}", VhdLayout.FooterSizeAt);
        return new JoinedBlocks([new BlockWindow(file.Blocks, 0, data), new MissingBlocks(footer.Size - data, $"the end of {file.Shown}")]);
    }

    private static void Remark(DiskOpening opening, DiskFile file, VhdFooter footer, VhdHeader header)
    {
        long wanted = footer.Size / header.BlockBytes + (footer.Size % header.BlockBytes == 0 ? 0 : 1);
        if (header.TableEntries < wanted)
            opening.Damage(DiskProblems.BadHeader, file, $"a block allocation table of {header.TableEntries} entries where the disk needs {wanted}",
                (long)footer.HeaderOffset + VhdLayout.TableEntriesAt);
        else if (header.TableOffset > (ulong)file.Blocks.Length || (ulong)file.Blocks.Length - header.TableOffset < (ulong)wanted * 4)
            opening.Damage(DiskProblems.BadHeader, file, $"a block allocation table at byte {header.TableOffset}, beyond the file's end",
                (long)footer.HeaderOffset + VhdLayout.TableOffsetAt);
    }

    private static IBlockSource OpenParent(DiskOpening opening, DiskFile file, VhdHeader header)
    {
        string[] names = [.. ParentNames(file, header).Distinct(StringComparer.Ordinal)];
        if (names.Length == 0)
            throw new EvidenceOpenException($"{file.Shown}: a differencing disk on a parent that it does not name");
        string name = names.FirstOrDefault(opening.Files.Exists) ?? names[0];
        MediumFacts parent = DiskOpener.OpenParent(opening, name, "the parent disk", null);
        if (parent.ContentId != header.ParentId.ToString())
            opening.Warn(DiskProblems.OtherParent, file, $"made on the disk {header.ParentId}, and the parent found is {parent.ContentId ?? "no VHD"}");
        return parent.Medium;
    }

    private static IEnumerable<string> ParentNames(DiskFile file, VhdHeader header)
    {
        foreach (uint code in (uint[])[VhdLayout.RelativePath, VhdLayout.AbsolutePath])
        {
            foreach (VhdLocator locator in header.Locators.Where(l => l.Code == code && l.Length is > 1 and <= VhdLayout.MaxLocatorBytes
                && l.Offset <= long.MaxValue))
            {
                string path = Encoding.Unicode.GetString(file.Blocks.ReadUpTo((long)locator.Offset, (int)locator.Length & ~1)).TrimEnd('\0');
                if (path.Length > 0)
                    yield return path;
            }
        }
        if (header.ParentName.Length > 0)
            yield return header.ParentName;
    }

    private static MediumFacts Facts(IBlockSource medium, VhdFooter footer, string variant) =>
        new(medium, "vhd", new DiskDetails { Variant = variant }) { ContentId = footer.Id.ToString() };
}
