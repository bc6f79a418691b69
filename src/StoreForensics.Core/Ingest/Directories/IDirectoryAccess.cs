using StoreForensics.Evidence;

namespace StoreForensics.Ingest.Directories;

/// <summary>How a live directory is read on one kind of system.</summary>
internal interface IDirectoryAccess : IDisposable
{
    /// <summary>Adds every name below the root, and the root.</summary>
    void Walk(EvidenceTreeBuilder tree);

    /// <summary>The bytes of a regular file of the sealed tree. May be called from several threads.</summary>
    /// <exception cref="Primitives.EvidenceFormatException">It cannot be opened, or is not the file that was listed.</exception>
    Stream Open(EvidenceTree tree, int node);
}
