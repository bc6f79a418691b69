using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>
/// Reads a tar's headers once, front to back, in any mixture of dialects, and skips or keeps the data between them. Damage is recorded and passed over;
/// the end of the input ends the reading.
/// </summary>
internal sealed class TarScanner(BlockInput input, TarTree tree, KeptContent? kept, ArchiveLog log)
{
    private const int ZeroBlocksAsked = 512;

    // What GNU tar writes at once, and measures volumes in, where it is not told otherwise.
    private const int RecordBytes = 20 * TarLayout.BlockBytes;

    private const string ContinuedWords =
        "This is not the first volume of a multi-volume archive: here is the rest of a file that begins in the volume before, and that cannot be read by itself.";

    private readonly TarGaps _gaps = new(log);
    private readonly ExtendedHeaders _extended = new(input, log);
    private readonly TarMember _member = new(log);
    private readonly SparseReader _sparse = new(input);
    private bool _isCut;

    public void Run()
    {
        while (true)
        {
            long at = input.Position;
            ReadOnlySpan<byte> block = input.Take(TarLayout.BlockBytes);
            if (block.Length < TarLayout.BlockBytes)
            {
                End(at, block.Length);
                return;
            }
            if (!block.ContainsAnyExcept((byte)0))
            {
                _extended.Orphan();
                Zero();
                continue;
            }
            var header = new TarHeader(block);
            if (header.IsChecksumRight && _gaps.Believes(header))
            {
                Believed(header, at);
                continue;
            }
            _extended.Orphan();
            _gaps.Junk(at);
        }
    }

    // After so many zero blocks it is worth asking whether a hole follows, which no archive is too small to end in.
    private void Zero()
    {
        if (_gaps.Zero() % ZeroBlocksAsked == 0 && input.HoleAhead() / TarLayout.BlockBytes is > 0 and var blocks)
            _gaps.Zero(input.Skip(blocks * TarLayout.BlockBytes) / TarLayout.BlockBytes);
    }

    private void End(long at, int rest)
    {
        if (input.Failure is { } failure)
            log.At(failure.Code, ProblemSeverity.Damage, at, $"The tar ends here, {failure.Message}");
        bool isCut = _isCut || _extended.IsCut || input.Failure is not null;
        if (!isCut)
            _extended.Orphan();
        bool hasEnd = _gaps.End(at, input.Failure is null ? rest : 0, isCut);
        if (!hasEnd && input.Failure is null && at + rest > 0 && (at + rest) % RecordBytes == 0)
            log.At(ArchiveProblems.VolumeEnd, ProblemSeverity.Note, at + rest,
                "The archive ends without its end mark, and after whole records of 10240 bytes: so does each volume but the last of a multi-volume archive. "
                + "If this is one, the next volume has the rest: unpack all with tar --multi-volume and give that directory.");
    }

    // A fault in the program costs one entry; what follows its header is then read as what it is.
    private void Believed(in TarHeader header, long at)
    {
        try
        {
            Header(header, at);
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            log.Fault(at, e);
            _extended.Reset();
        }
    }

    private void Header(in TarHeader header, long at)
    {
        _gaps.Header(header, at);
        if (_extended.TryTake(header, at))
            return;
        _member.Read(header, _extended.Attributes, at);
        tree.HasFractions |= _extended.HasTime;
        _sparse.Start(header);
        Member();
        _extended.Reset();
    }

    private void Member()
    {
        switch (_member.Type)
        {
            case (byte)'M':
                _member.Tell(ArchiveProblems.ContinuedFile, ProblemSeverity.Damage, ContinuedWords);
                SkipData(_member.DataBytes ?? 0);
                break;
            case (byte)'V' or (byte)'N' or (byte)'A' or (byte)'I':
                _member.Tell(ArchiveProblems.NoEntry, ProblemSeverity.Note,
                    $"A header of type {(char)_member.Type} (a volume label or the like), which describes no file.");
                SkipData(_member.DataBytes ?? 0);
                break;
            case (byte)'1':
                HardLink();
                break;
            default:
                if (_member.Metadata.Kind == EntryKind.File)
                    RegularFile();
                else
                    NoFile();
                break;
        }
    }

    private void RegularFile()
    {
        if (_extended.IsContinued)
            _member.Tell(ArchiveProblems.ContinuedFile, ProblemSeverity.Damage, ContinuedWords);
        if (_member.Type is not (0 or (byte)'0' or (byte)'7' or (byte)'S'))
            _member.Tell(ArchiveProblems.UnusualType, ProblemSeverity.Warning,
                $"An entry of the unknown type \"{DisplayText.Escape([_member.Type])}\", taken for a regular file.");
        long stored = _member.DataBytes ?? 0;
        long size = stored;
        SparseMap? map = null;
        bool isSparse = _member.Type == 'S' || _extended.Attributes.Sparse.IsSparse;
        if (isSparse)
            (map, size, stored) = _sparse.Read(_member, _extended.Attributes.Sparse, stored);
        long dataOffset = input.Position;
        _member.Metadata.Size = size;
        if (_member.DataBytes is not null && (map is not null || !isSparse))
            _member.Metadata.DataOffset = dataOffset;
        if (map is not null && !tree.AddSparse(dataOffset, map))
        {
            _member.Tell(ArchiveProblems.BadSparseMap, ProblemSeverity.Damage, "Too many parts of sparse files: its bytes cannot be read.");
            _member.Metadata.DataOffset = -1;
        }
        bool isAdded = tree.Add(_member);
        if (isAdded && _member.Metadata.DataOffset >= 0 && stored > 0 && kept is not null && kept.Wants(TarPath.Relative(_member.Name), size))
            KeepData(dataOffset, stored);
        else
            SkipData(stored);
    }

    private void HardLink()
    {
        long stored = DataAfterHeader();
        if (stored > 0)
        {
            _member.Metadata.Size = stored; // some writers store the file again with each link; it counts if the target is missing
            _member.Metadata.DataOffset = input.Position;
        }
        tree.Add(_member);
        SkipData(stored);
    }

    private void NoFile()
    {
        tree.Add(_member);
        SkipData(DataAfterHeader());
    }

    // Writers disagree whether the size of a link, device or directory counts bytes that follow. What follows tells: a header, or not.
    private long DataAfterHeader()
    {
        if (_member.DataBytes is not > 0)
            return 0;
        if (_member.Type == 'D')
            return _member.DataBytes.Value;
        ReadOnlySpan<byte> next = input.Peek(TarLayout.BlockBytes);
        if (next.Length < TarLayout.BlockBytes || !next.ContainsAnyExcept((byte)0) || new TarHeader(next).IsChecksumRight)
            return 0;
        _member.Tell(ArchiveProblems.UnexpectedData, ProblemSeverity.Note, "Data follows an entry of a type that has none.");
        return _member.DataBytes.Value;
    }

    private void KeepData(long dataOffset, long stored)
    {
        long there = kept!.Store(dataOffset, stored, input);
        if (there == stored)
            input.Skip(TarLayout.Padding(stored));
        else
            TellCut(stored - there);
    }

    private void SkipData(long stored)
    {
        // A size near the top of 63 bits must not wrap when padded; no input is that long.
        long padded = stored + Math.Min(TarLayout.Padding(stored), long.MaxValue - stored);
        long skipped = input.Skip(padded);
        if (skipped < stored)
            TellCut(stored - skipped);
    }

    private void TellCut(long missing)
    {
        _isCut = true;
        string count = missing.ToString(System.Globalization.CultureInfo.InvariantCulture);
        _member.Tell(ArchiveProblems.CutData, ProblemSeverity.Damage, $"The archive ends {count} bytes before this entry's data does.");
    }
}
