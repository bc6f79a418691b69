using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Ewf;

/// <summary>Walks the sections of one segment after the other and collects what they say. Nothing of the chunks' data is read.</summary>
internal sealed class EwfReader(DiskOpening opening)
{
    public EwfVolume? Volume { get; private set; }

    /// <summary>In the order of segments and sections; those of a segment that is missing are missing.</summary>
    public List<EwfTable> Tables { get; } = [];

    public EwfCase? Case { get; private set; }

    public string? Md5 { get; private set; }

    public string? Sha1 { get; private set; }

    public List<SectorRun> ErrorSectors { get; } = [];

    /// <summary>Whether the section was seen that ends the last segment.</summary>
    public bool IsDone { get; private set; }

    /// <exception cref="EvidenceFormatException">It is no segment file, or not the one that its name says.</exception>
    public static void CheckHeader(DiskFile file, int number)
    {
        byte[] header = file.Blocks.ReadUpTo(0, EwfLayout.FileHeaderBytes);
        if (header.Length < EwfLayout.FileHeaderBytes || !header.AsSpan().StartsWith("EVF\x09\r\n"u8))
            throw new EvidenceFormatException(DiskProblems.BadHeader, "no header of a segment file", 0);
        int own = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(EwfLayout.SegmentNumberAt));
        if (own != number)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"this is segment {own}, and its name is that of segment {number}",
                EwfLayout.SegmentNumberAt);
    }

    /// <summary>Reads a segment's sections; where their chain is damaged, it ends, and a problem says so.</summary>
    public void Read(DiskFile file, int number)
    {
        var paged = new PagedBlocks(file.Blocks, opening.Cache);
        long? sectorsEnd = null;
        EwfTable? last = null;
        long at = EwfLayout.FileHeaderBytes;
        for (int count = 0; count < EwfLayout.MaxSections; count++)
        {
            if (Section(file, at) is not { } section)
                return;
            try
            {
                if (section.Type == "sectors")
                    sectorsEnd = section.End;
                else if (section.Type == "table")
                    (last, sectorsEnd) = (AddTable(file, paged, number, section, sectorsEnd), null);
                else if (section.Type == "table2" && last is not null)
                    last.Second = EwfTable.Read(paged, file.Blocks, number, section, last.DataEnd, static (_, _) => { });
                else
                    Facts(file, section);
            }
            catch (EvidenceFormatException damage)
            {
                opening.Add(damage.Code, section.Type == "table" ? ProblemSeverity.Damage : ProblemSeverity.Warning, file,
                    $"section '{DisplayText.Escape(section.Type)}': {damage.Message}", section.At);
            }
            if (section.Type is "done" or "next" || section.Next <= at)
                return;
            at = section.Next;
        }
        opening.Damage(DiskProblems.BadHeader, file, $"more than {EwfLayout.MaxSections} sections", at);
    }

    private EwfSection? Section(DiskFile file, long at)
    {
        try
        {
            return EwfSection.Parse(file.Blocks.ReadBytes(at, EwfLayout.SectionBytes), at, file.Blocks.Length);
        }
        catch (EvidenceFormatException damage)
        {
            opening.Damage(damage.Code, file, $"the chain of sections is broken, and what would follow is lost: {damage.Message}", at);
            return null;
        }
    }

    private EwfTable AddTable(DiskFile file, PagedBlocks paged, int number, EwfSection section, long? sectorsEnd)
    {
        EwfTable table = EwfTable.Read(paged, file.Blocks, number, section, sectorsEnd, (words, place) =>
            opening.Damage(DiskProblems.BadChecksum, file, words, place));
        Tables.Add(table);
        return table;
    }

    private void Facts(DiskFile file, EwfSection section)
    {
        switch (section.Type)
        {
            case "volume" or "disk" or "data":
                Volume ??= EwfVolume.Parse(Data(file, section, EwfLayout.VolumeBytes));
                break;
            case "header" or "header2":
                // header2 has more in it and comes first; a second header is a copy.
                Case ??= EwfCase.Parse(Text(file, section));
                break;
            case "hash":
                Md5 ??= Digest(Data(file, section, 36), 36, 0, 16);
                break;
            case "digest":
                byte[] digests = Data(file, section, 80);
                Md5 ??= Digest(digests, 80, 0, 16);
                Sha1 ??= Digest(digests, 80, 16, 20);
                break;
            case "error2":
                ReadErrors(file, section);
                break;
            case "done":
                IsDone = true;
                break;
        }
    }

    private static byte[] Data(DiskFile file, EwfSection section, int most) =>
        file.Blocks.ReadBytes(section.DataAt, (int)Math.Min(most, Math.Max(0, section.DataBytes)));

    private static string? Digest(byte[] bytes, int length, int at, int count)
    {
        if (bytes.Length < length || Adler32.Of(bytes.AsSpan(0, length - 4)) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(length - 4)))
            throw new EvidenceFormatException(DiskProblems.BadChecksum, "the stored digest is damaged");
        ReadOnlySpan<byte> digest = bytes.AsSpan(at, count);
        return digest.ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(digest) : null; // zeros: not computed
    }

    private static string Text(DiskFile file, EwfSection section)
    {
        if (section.DataBytes > EwfLayout.MaxHeaderPacked)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a header of {section.DataBytes} bytes");
        byte[] text = ArrayPool<byte>.Shared.Rent(EwfLayout.MaxHeaderText);
        try
        {
            using var stream = new ZLibStream(new MemoryStream(Data(file, section, EwfLayout.MaxHeaderPacked)), CompressionMode.Decompress);
            int length = stream.ReadAtLeast(text, EwfLayout.MaxHeaderText, throwOnEndOfStream: false);
            return EwfCase.Decode(text.AsSpan(0, length));
        }
        catch (InvalidDataException e)
        {
            throw new EvidenceFormatException(DiskProblems.BadData, "the case details are damaged", null, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private void ReadErrors(DiskFile file, EwfSection section)
    {
        byte[] header = file.Blocks.ReadBytes(section.DataAt, EwfLayout.ErrorHeaderBytes);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (Adler32.Of(header.AsSpan(0,
            EwfLayout.ErrorHeaderBytes - 4)) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(EwfLayout.ErrorHeaderBytes - 4)))
            throw new EvidenceFormatException(DiskProblems.BadChecksum, "the checksum of the list of acquisition errors does not match");
        if (count > EwfLayout.MaxErrorRuns || count > (file.Blocks.Length - section.DataAt) / 8)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a list of {count} acquisition errors");
        byte[] runs = file.Blocks.ReadBytes(section.DataAt + EwfLayout.ErrorHeaderBytes, (int)count * 8);
        long sectors = 0;
        for (int i = 0; i < runs.Length; i += 8)
        {
            var run = new SectorRun(BinaryPrimitives.ReadUInt32LittleEndian(runs.AsSpan(i)), BinaryPrimitives.ReadUInt32LittleEndian(runs.AsSpan(i + 4)));
            ErrorSectors.Add(run);
            sectors += run.Count;
        }
        if (count > 0)
            opening.Warn(DiskProblems.AcquisitionErrors, file,
                $"{sectors} sectors in {count} runs could not be read when the image was made, the first at sector {ErrorSectors[0].First}", section.At);
    }
}
