using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>
/// Keeps account of the blocks between entries: zero blocks (two end an archive, but another may follow) and blocks that are no header, after which
/// reading goes on at the next block that is one.
/// </summary>
internal sealed class TarGaps(ArchiveLog log)
{
    private long _zeroBlocks;
    private long _junkStart = -1;
    private bool _junkFollowsEnd;
    private bool _archiveHasMagic;

    /// <summary>
    /// Whether a block with a right checksum is to be believed. After blocks that were no headers one without <c>ustar</c> is not, unless the whole archive is
    /// v7: file contents can hold anything.
    /// </summary>
    public bool Believes(in TarHeader header) => _junkStart < 0 || header.HasMagic || !_archiveHasMagic;

    /// <summary>Takes zero blocks; returns how many have followed one another.</summary>
    public long Zero(long blocks = 1) => _zeroBlocks += blocks;

    public void Junk(long at)
    {
        if (_junkStart < 0)
        {
            _junkStart = at;
            _junkFollowsEnd = _zeroBlocks >= 2;
        }
        _zeroBlocks = 0;
    }

    public void Header(in TarHeader header, long at)
    {
        bool ended = _junkStart < 0 ? _zeroBlocks >= 2 : _junkFollowsEnd;
        TellJunk(at);
        if (ended)
            log.At(ArchiveProblems.AnotherArchive, ProblemSeverity.Note, at, "Another archive follows after the end of the one before; it was read too.");
        else if (_zeroBlocks == 1)
            log.At(ArchiveProblems.LoneZeroBlock, ProblemSeverity.Note, at - TarLayout.BlockBytes, "A single block of zeros lies between two entries.");
        _zeroBlocks = 0;
        _archiveHasMagic |= header.HasMagic;
    }

    /// <summary>The input is at its end.</summary>
    /// <param name="at">Offset of what remains.</param>
    /// <param name="rest">Bytes that remain: fewer than a block.</param>
    /// <param name="isCut">Whether the archive is already known to be cut.</param>
    /// <returns>Whether the archive has an end mark, or at least its beginning.</returns>
    public bool End(long at, int rest, bool isCut)
    {
        bool hasEnd = _junkStart >= 0 ? _junkFollowsEnd : _zeroBlocks > 0;
        if (_junkStart >= 0)
            TellJunk(at + rest);
        else if (rest > 0 && _zeroBlocks > 0)
            log.At(ArchiveProblems.AfterEnd, ProblemSeverity.Note, at, "A part of a block lies after the archive's end.");
        else if (rest > 0)
            log.At(ArchiveProblems.CutArchive, ProblemSeverity.Damage, at, "The archive ends inside a block: it was cut, and entries may be missing.");
        else if (_zeroBlocks == 0 && !isCut)
            log.At(ArchiveProblems.CutArchive, ProblemSeverity.Damage, at,
                "The archive ends without its end mark: it may have been cut, and entries may be missing.");
        return hasEnd;
    }

    private void TellJunk(long end)
    {
        if (_junkStart < 0)
            return;
        string length = (end - _junkStart).ToString(CultureInfo.InvariantCulture);
        if (_junkFollowsEnd)
            log.At(ArchiveProblems.AfterEnd, ProblemSeverity.Note, _junkStart, $"{length} bytes that are no tar lie after the archive's end.");
        else
            log.At(ArchiveProblems.BadHeader, ProblemSeverity.Damage, _junkStart,
                $"No valid tar header where one belongs (its checksum is wrong); {length} bytes were passed over.");
        _junkStart = -1;
    }
}
