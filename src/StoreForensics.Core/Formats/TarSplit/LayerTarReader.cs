using System.Buffers;
using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Archives.Tar;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.TarSplit;

/// <summary>
/// A layer's tar, read as a tar-split would tell it: its headers and padding verbatim, and of each file the size and the checksum of its bytes. containerd
/// keeps the tars of layers, so there is no tar-split (docker-storage-formats section 7.4).
/// </summary>
/// <param name="plain">The tar, unpacked. Not disposed.</param>
/// <param name="problems">Told of damage.</param>
/// <param name="origin">The blob.</param>
internal sealed class LayerTarReader(Stream plain, ProblemLog problems, Origin origin) : TarRecordReader(problems, origin)
{
    /// <summary>Largest extended header, and most of them before one file; headers have kilobytes.</summary>
    private const int MaxHeaderBytes = 8 << 20;

    private readonly ArrayBufferWriter<byte> _segment = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly PaxAttributes _global = new();
    private readonly PaxAttributes _attributes = new();
    private readonly TarMember _member = new(new ArchiveLog(new ProblemLog(), origin));
    private TarSplitEntry? _pending;
    private long _position;
    private long _at;
    private bool _isEnd;

    public override string Words => "its tar";

    public override IEnumerable<TarSplitEntry> Read()
    {
        _attributes.StartFrom(_global);
        while (!_isEnd && Next() is { } file)
        {
            if (TakeSegment() is { } before)
                yield return before;
            yield return file;
            _position++;
        }
        if (TakeSegment() is { } rest)
            yield return rest;
        foreach (TarSplitEntry tail in Tail())
            yield return tail;
    }

    // The next member with bytes or without; null at the end.
    private TarSplitEntry? Next()
    {
        try
        {
            while (Block() is { } at)
            {
                ReadOnlySpan<byte> block = _segment.WrittenSpan.Slice(at, TarLayout.BlockBytes);
                if (!block.ContainsAnyExcept((byte)0))
                    return null;
                var header = new TarHeader(block);
                if (!header.IsChecksumRight)
                    throw new EvidenceFormatException("SF-TARSPLIT-0009", "what stands in place of a header is none", _at);
                if (header.Type is not ((byte)'x' or (byte)'X' or (byte)'g' or (byte)'L' or (byte)'K'))
                    return Member(header);
                Extend(header);
            }
        }
        catch (EvidenceFormatException e)
        {
            Damage(e);
        }
        return null;
    }

    private TarSplitEntry Member(in TarHeader header)
    {
        long headerAt = _at - TarLayout.BlockBytes;
        _member.Read(header, _attributes, headerAt);
        if (header.Type == 'S' || _attributes.Sparse.IsSparse)
            throw new EvidenceFormatException("SF-TARSPLIT-0009", "it holds a sparse file in packed form, which is not unpacked here", headerAt);
        var name = new EvidencePath(_member.Name);
        bool hasBytes = header.Type is 0 or (byte)'0' or (byte)'7' && _member.Metadata.Kind == Evidence.EntryKind.File;
        long size = hasBytes ? _member.DataBytes ?? throw new EvidenceFormatException("SF-TARSPLIT-0009", "a file's size is none", headerAt) : 0;
        _attributes.StartFrom(_global);
        if (size < 0)
            throw new EvidenceFormatException("SF-TARSPLIT-0009", "a file's size is none", headerAt);
        // The headers are told first; the file's padding belongs to the next segment.
        _pending = _segment.WrittenCount == 0 ? null : Segment();
        ulong? crc = size > 0 ? Skip(size) : null;
        long position = _position + (_pending is null ? 0 : 1);
        var entry = new TarSplitEntry { IsFile = true, Name = name, Size = size, Crc64 = crc, Position = position, Offset = headerAt };
        // Links, devices and directories have no bytes, whatever their size says; of a type that nobody knows they are passed over.
        if (!hasBytes && header.Type is < (byte)'1' or > (byte)'6' && _member.DataBytes is long data and > 0)
            Take(Math.Min(data, MaxHeaderBytes) + TarLayout.Padding(data));
        else
            Take(TarLayout.Padding(size));
        return entry;
    }

    private TarSplitEntry? TakeSegment()
    {
        TarSplitEntry? segment = _pending;
        _pending = null;
        if (segment is null && _isEnd && _segment.WrittenCount > 0)
            segment = Segment();
        if (segment is not null)
            _position++;
        return segment;
    }

    private TarSplitEntry Segment()
    {
        byte[] bytes = _segment.WrittenSpan.ToArray();
        var segment = new TarSplitEntry { IsFile = false, Segment = bytes, Position = _position, Offset = _at - bytes.Length };
        _segment.ResetWrittenCount();
        return segment;
    }

    private void Extend(in TarHeader header)
    {
        byte type = header.Type;
        bool isNumber = TarNumber.Parse(header.Field(TarLayout.Size), out long size) != TarNumberState.Malformed;
        if (!isNumber || size < 0 || size > MaxHeaderBytes - _segment.WrittenCount)
            throw new EvidenceFormatException("SF-TARSPLIT-0009", "an extended header has no size, or is larger than any", _at);
        int at = _segment.WrittenCount;
        Take(size + TarLayout.Padding(size));
        ReadOnlySpan<byte> data = _segment.WrittenSpan.Slice(at, (int)size);
        switch (type)
        {
            case (byte)'L': _attributes.LongName.Set(UpToNul(data)); break;
            case (byte)'K': _attributes.LongLink.Set(UpToNul(data)); break;
            default: TakePax(data, type == 'g'); break;
        }
    }

    private void TakePax(ReadOnlySpan<byte> data, bool isGlobal)
    {
        var records = new PaxRecords(data);
        while (records.MoveNext())
        {
            _attributes.Take(records.Key, records.Value);
            if (isGlobal)
                _global.Take(records.Key, records.Value);
        }
    }

    // A block into the segment: where it begins there; null at the end of the tar.
    private int? Block()
    {
        int at = _segment.WrittenCount;
        int got = plain.ReadAtLeast(_segment.GetSpan(TarLayout.BlockBytes)[..TarLayout.BlockBytes], TarLayout.BlockBytes, throwOnEndOfStream: false);
        _segment.Advance(got);
        _at += got;
        if (got == TarLayout.BlockBytes)
            return at;
        _isEnd = true;
        return got == 0 ? null : throw new EvidenceFormatException("SF-TARSPLIT-0009", "it ends within a block", _at);
    }

    private void Take(long count)
    {
        for (long left = count; left > 0;)
        {
            int part = (int)Math.Min(left, _buffer.Length);
            int got = plain.ReadAtLeast(_segment.GetSpan(part)[..part], part, throwOnEndOfStream: false);
            _segment.Advance(got);
            _at += got;
            left -= got;
            if (got < part)
                throw new EvidenceFormatException("SF-TARSPLIT-0009", "it ends early", _at);
        }
    }

    private ulong Skip(long size)
    {
        var crc = default(Crc64);
        for (long left = size; left > 0;)
        {
            int got = plain.Read(_buffer, 0, (int)Math.Min(left, _buffer.Length));
            if (got == 0)
                throw new EvidenceFormatException("SF-TARSPLIT-0009", "it ends within a file", _at);
            crc.Append(_buffer.AsSpan(0, got));
            left -= got;
            _at += got;
        }
        return crc.Value;
    }

    // After the last member: blocks of zeros, and whatever a writer put behind them.
    private IEnumerable<TarSplitEntry> Tail()
    {
        while (IsWhole && More() is { } segment)
            yield return segment;
    }

    private TarSplitEntry? More()
    {
        if (_segment.WrittenCount == 0)
        {
            int got = Rest();
            if (got == 0)
                return null;
            _segment.Write(_buffer.AsSpan(0, got));
            _at += got;
        }
        TarSplitEntry segment = Segment();
        _position++;
        return segment;
    }

    private int Rest()
    {
        try
        {
            return plain.Read(_buffer, 0, _buffer.Length);
        }
        catch (EvidenceFormatException e)
        {
            Damage(e);
            return 0;
        }
    }

    private void Damage(EvidenceFormatException e)
    {
        (IsWhole, _isEnd) = (false, true);
        Problems.Damage("SF-TARSPLIT-0009", Origin with { Offset = _at }, "the rest of the layer's tar cannot be read: " + DisplayText.Escape(e.Message));
    }

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}
