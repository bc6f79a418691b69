using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Contents;

/// <summary>A stretch of a file: so many blocks from a physical block on, or a hole
/// (0: where a file system's own beginning lies, no file's block can).</summary>
internal readonly record struct BlockRun(long Physical, long Blocks);

/// <summary>Where the blocks of a file lie. Not thread-safe: one a stream.</summary>
internal interface IBlockMap
{
    /// <summary>The run that holds a block of the file, from that block on; at least one block long.</summary>
    /// <exception cref="EvidenceFormatException">The map is damaged there.</exception>
    BlockRun Find(long block);
}
