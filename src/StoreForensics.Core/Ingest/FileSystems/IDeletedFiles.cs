using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems;

/// <summary>A file system that can tell what was deleted from it.</summary>
internal interface IDeletedFiles
{
    /// <summary>What was deleted, in a fixed order. Nothing that is live is among it.</summary>
    /// <param name="live">The tree that <see cref="IFileSystem.AddTo"/> filled.</param>
    /// <param name="directory">The node that the root became.</param>
    DeletedFiles Deleted(EvidenceTree live, int directory);

    /// <summary>What nothing has now, save what <see cref="Deleted"/> found; to be asked after it.</summary>
    IUnusedSpace Unused { get; }

    /// <summary>The bytes of a deleted file; those that are lost are zeros.</summary>
    /// <param name="content">Its <see cref="EntryMetadata.DataOffset"/>.</param>
    /// <exception cref="EvidenceFormatException">It cannot be read.</exception>
    Stream OpenDeleted(long content);
}

/// <summary>What was deleted from one file system.</summary>
/// <param name="Files">Directories and files.</param>
/// <param name="Limit">What could not be searched and why, or how far back it reaches, in words; null: nothing to say.</param>
internal sealed record DeletedFiles(IReadOnlyList<DeletedFile> Files, string? Limit);

/// <summary>One thing that was deleted.</summary>
internal sealed record DeletedFile
{
    /// <summary>Below the file system's root; null where no name is known.</summary>
    public required byte[]? Path { get; init; }

    /// <summary>As the newest copy of its inode says; <see cref="EntryMetadata.DataOffset"/> is what <see cref="IDeletedFiles.OpenDeleted"/> takes.</summary>
    public required EntryMetadata Metadata { get; init; }

    public required Recovery Recovery { get; init; }

    /// <summary>Whether only its name is known, and nothing of its mode and owner.</summary>
    public bool IsWithoutInode { get; init; }

    /// <summary>Orders what had one path after another: the later is greater.</summary>
    public required long Order { get; init; }
}
