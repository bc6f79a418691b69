using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>Reads the headers that only say more of the entry after them: PAX <c>x</c> and <c>g</c> (Solaris: <c>X</c>), GNU <c>L</c> and <c>K</c>.</summary>
internal sealed class ExtendedHeaders(BlockInput input, ArchiveLog log)
{
    /// <summary>Longest extended header read. Names reach 1 MiB here, attributes 64 KiB each; the map of a very scattered sparse file some MiB.</summary>
    public const int MaxBytes = 16 << 20;

    private readonly PaxAttributes _global = new();
    private bool _hasGlobal;
    private long _pendingAt = -1;

    /// <summary>What is known of the next entry so far.</summary>
    public PaxAttributes Attributes { get; } = new();

    /// <summary>Whether the next entry's own records have a modification time.</summary>
    public bool HasTime { get; private set; }

    /// <summary>Whether the next entry is the rest of a file of the volume before (GNU tar, "Archives Longer than One Tape or Disk").</summary>
    public bool IsContinued { get; private set; }

    /// <summary>Whether the input ended inside an extended header.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Reads the header's data if the header is one of these.</summary>
    public bool TryTake(in TarHeader header, long at)
    {
        byte type = header.Type;
        if (type is not ((byte)'x' or (byte)'X' or (byte)'g' or (byte)'L' or (byte)'K'))
            return false;
        if (type != 'g')
            _pendingAt = at;
        if (TarNumber.Parse(header.Field(TarLayout.Size), out long size) == TarNumberState.Malformed || size < 0)
            log.At(ArchiveProblems.BadSize, ProblemSeverity.Damage, at, "An extended header's size cannot be read or is negative; it is passed over.");
        else if (size > MaxBytes)
            TooLong(at, size);
        else
            Read(type, at, (int)size);
        return true;
    }

    /// <summary>The entry has been read, or will not come: the next starts afresh.</summary>
    public void Reset()
    {
        if (_pendingAt < 0 && !_hasGlobal)
            return;
        _pendingAt = -1;
        HasTime = IsContinued = false;
        if (_hasGlobal)
            Attributes.StartFrom(_global);
        else
            Attributes.Clear();
    }

    /// <summary>No entry follows here: drops what was said of it, and tells so if anything was.</summary>
    public void Orphan()
    {
        if (_pendingAt < 0)
            return;
        log.At(ArchiveProblems.HeaderWithoutEntry, ProblemSeverity.Damage, _pendingAt,
            "The entry that an extended header describes does not follow it: it is missing or damaged.");
        Reset();
    }

    private void Read(byte type, long at, int size)
    {
        ReadOnlySpan<byte> data = input.Take(size);
        if (data.Length < size)
        {
            IsCut = true;
            log.At(ArchiveProblems.CutArchive, ProblemSeverity.Damage, at,
                "The archive ends inside an extended header: it was cut, and entries may be missing.");
            return;
        }
        switch (type)
        {
            case (byte)'L': Attributes.LongName.Set(UpToNul(data)); break;
            case (byte)'K': Attributes.LongLink.Set(UpToNul(data)); break;
            case (byte)'g': TakeGlobal(data, at); break;
            default:
                TakeRecords(data, Attributes, at);
                HasTime |= Attributes.Modified is not null && Attributes.Modified != _global.Modified;
                break;
        }
        input.Skip(TarLayout.Padding(size));
    }

    private void TakeGlobal(ReadOnlySpan<byte> data, long at)
    {
        TakeRecords(data, _global, at);
        _hasGlobal = true;
        if (_pendingAt < 0)
            Attributes.StartFrom(_global);
    }

    private void TakeRecords(ReadOnlySpan<byte> data, PaxAttributes attributes, long at)
    {
        var records = new PaxRecords(data);
        while (records.MoveNext())
        {
            IsContinued |= records.Key.SequenceEqual("GNU.volume.filename"u8);
            if (!attributes.Take(records.Key, records.Value))
                log.At(ArchiveProblems.BadNumber, ProblemSeverity.Warning, at,
                    $"The PAX record {Shown(records.Key)} has a value that is none for it; it is left out.");
        }
        if (records.IsMalformed)
        {
            string where = (at + TarLayout.BlockBytes + records.At).ToString(CultureInfo.InvariantCulture);
            log.At(ArchiveProblems.BadRecord, ProblemSeverity.Damage, at,
                $"The PAX record at byte {where} is malformed; it and those after it in this header are lost.");
        }
    }

    private void TooLong(long at, long size)
    {
        string bytes = size.ToString(CultureInfo.InvariantCulture);
        log.At(ArchiveProblems.LongHeader, ProblemSeverity.Damage, at,
            $"An extended header of {bytes} bytes is longer than any that is read; what it says of the next entry is lost.");
        long padded = size + Math.Min(TarLayout.Padding(size), long.MaxValue - size);
        IsCut |= input.Skip(padded) < size;
    }

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }

    private static string Shown(ReadOnlySpan<byte> key) => DisplayText.Escape(key[..Math.Min(key.Length, 100)]);
}
