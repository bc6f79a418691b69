namespace StoreForensics.Evidence.Unused;

/// <summary>
/// What a file system gives to nothing now: blocks that are free, and what its journal or log holds. Of what has a known place among the deleted files nothing
/// is in it, so that nothing is found twice.
/// </summary>
public interface IUnusedSpace
{
    /// <summary>The file system in words, as messages name it.</summary>
    string Name { get; }

    /// <summary>Files begin at multiples of this.</summary>
    int BlockBytes { get; }

    /// <summary>Runs of whole blocks in ascending order, none longer than what lies together; holes of the image are left out.</summary>
    /// <exception cref="Primitives.EvidenceFormatException">What is free cannot be told.</exception>
    IEnumerable<UnusedRun> Runs();

    /// <summary>Bytes of holes that were left out of the runs given so far.</summary>
    long HoleBytes { get; }

    /// <summary>Fills the span.</summary>
    /// <exception cref="Primitives.EvidenceFormatException">It cannot be read.</exception>
    void Read(long offset, Span<byte> target);
}

/// <summary>A run of unused bytes.</summary>
/// <param name="Offset">Its first byte, on the volume; of a btrfs the logical address.</param>
/// <param name="Bytes">Whole blocks.</param>
/// <param name="IsLog">Whether it is the journal, which is in use, and not a free block.</param>
public readonly record struct UnusedRun(long Offset, long Bytes, bool IsLog);
