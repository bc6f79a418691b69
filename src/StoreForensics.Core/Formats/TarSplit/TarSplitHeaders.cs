using StoreForensics.Evidence;
using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Archives.Tar;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.TarSplit;

/// <summary>
/// Parses what stands before a file in a tar-split: padding of the file before it, then whole blocks: PAX and GNU headers with their data, the file's own
/// header, and for GNU sparse files blocks of its map (format reference, section 6). Global PAX headers hold for all files after them.
/// </summary>
internal sealed class TarSplitHeaders(ProblemLog problems, Origin origin)
{
    private readonly PaxAttributes _global = new();
    private readonly PaxAttributes _attributes = new();

    /// <summary>The entry with what its header says; without it, and with a problem, when no header can be read.</summary>
    public TarSplitMember Read(TarSplitEntry entry, ReadOnlySpan<byte> bytes)
    {
        var faults = new ProblemLog();
        TarSplitMember member = Read(entry, bytes, faults);
        foreach (Problem fault in faults.Sorted())
            problems.Add(fault.Code, fault.Severity, origin with { Offset = entry.Offset }, fault.Message);
        return member;
    }

    private TarSplitMember Read(TarSplitEntry entry, ReadOnlySpan<byte> bytes, ProblemLog faults)
    {
        var plain = new TarSplitMember { Name = entry.Name, Size = entry.Size, Crc64 = entry.Crc64, Offset = entry.Offset };
        _attributes.StartFrom(_global);
        bool hasGlobal = false;
        for (int at = bytes.Length % TarLayout.BlockBytes; bytes.Length - at >= TarLayout.BlockBytes;)
        {
            ReadOnlySpan<byte> block = bytes.Slice(at, TarLayout.BlockBytes);
            at += TarLayout.BlockBytes;
            if (!block.ContainsAnyExcept((byte)0))
                continue;
            var header = new TarHeader(block);
            if (!header.IsChecksumRight)
                break;
            if (header.Type is not ((byte)'x' or (byte)'X' or (byte)'g' or (byte)'L' or (byte)'K'))
                return WithHeader(plain, header, faults);
            hasGlobal |= header.Type == 'g';
            if (!TryExtend(header, bytes[at..], entry, faults, out int used))
                break;
            at += used;
        }
        if (hasGlobal)
            return plain with { Type = (byte)'g' };
        Tell(faults, ProblemSeverity.Damage, "SF-TARSPLIT-0004", entry, "no tar header that can be read stands before it");
        return plain;
    }

    private TarSplitMember WithHeader(TarSplitMember plain, in TarHeader header, ProblemLog faults)
    {
        var member = new TarMember(new ArchiveLog(faults, new Origin("", "tar")));
        member.Read(header, _attributes, 0);
        if (!member.Name.SequenceEqual(plain.Name.Bytes))
            faults.Warn("SF-TARSPLIT-0005", default, $"the tar-split names {Short(plain.Name.Bytes)} what its tar header calls {Short(member.Name)}");
        bool isSparse = header.Type == 'S' || _attributes.Sparse.IsSparse;
        if (!isSparse && header.Type is 0 or (byte)'0' or (byte)'7' && member.Metadata.Kind == EntryKind.File && member.DataBytes != plain.Size)
            faults.Warn("SF-TARSPLIT-0007", default, $"{Short(plain.Name.Bytes)}: the tar-split has {plain.Size} bytes, its tar header {member.DataBytes}");
        return plain with
        {
            Type = header.Type,
            Metadata = member.Metadata,
            HardLinkTarget = member.IsHardLink ? new EvidencePath(member.Target) : default,
            IsSparse = isSparse,
        };
    }

    private bool TryExtend(in TarHeader header, ReadOnlySpan<byte> rest, TarSplitEntry entry, ProblemLog faults, out int used)
    {
        used = 0;
        if (TarNumber.Parse(header.Field(TarLayout.Size), out long size) == TarNumberState.Malformed || size < 0 || size > rest.Length)
            return false;
        used = (int)Math.Min(rest.Length, size + TarLayout.Padding(size));
        ReadOnlySpan<byte> data = rest[..(int)size];
        switch (header.Type)
        {
            case (byte)'L': _attributes.LongName.Set(UpToNul(data)); break;
            case (byte)'K': _attributes.LongLink.Set(UpToNul(data)); break;
            case (byte)'g': Take(_global, data, entry, faults); Take(_attributes, data, entry, faults); break;
            default: Take(_attributes, data, entry, faults); break;
        }
        return true;
    }

    private static void Take(PaxAttributes attributes, ReadOnlySpan<byte> data, TarSplitEntry entry, ProblemLog faults)
    {
        var records = new PaxRecords(data);
        bool isGood = true;
        while (records.MoveNext())
            isGood &= attributes.Take(records.Key, records.Value);
        if (!isGood || records.IsMalformed)
            Tell(faults, ProblemSeverity.Warning, "SF-TARSPLIT-0006", entry, "a PAX record of it cannot be read and is left out");
    }

    private static void Tell(ProblemLog faults, ProblemSeverity severity, string code, TarSplitEntry entry, string message) =>
        faults.Add(code, severity, default, $"{Short(entry.Name.Bytes)}: {message}");

    private static string Short(ReadOnlySpan<byte> name) => DisplayText.Escape(name[..Math.Min(name.Length, 200)]);

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}
