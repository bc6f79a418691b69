using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>How much of something that was deleted is there.</summary>
public enum Certainty
{
    /// <summary>Only its name and what its directory or inode says of it.</summary>
    Name,

    /// <summary>A part of its bytes; what is lost reads as zeros.</summary>
    Partly,

    /// <summary>
    /// All of it: no transaction that was committed since gave a block of it to anything else. (What had a block within one transaction, and lost it in the
    /// same, leaves no trace.)
    /// </summary>
    Intact,
}

/// <summary>What is said of everything that was recovered.</summary>
/// <param name="Certainty">How much of it is there.</param>
/// <param name="Basis">Where it was found, and why that is believed, in words.</param>
/// <param name="Removed">When it was deleted, as the file system recorded; null where it does not say.</param>
public sealed record Recovery(Certainty Certainty, string Basis, Timestamp? Removed)
{
    /// <summary>What the time of removal is, in words, where it is not the deletion time of its files; null: it is that, or there is none.</summary>
    public string? RemovedSign { get; init; }

    /// <summary>The certainty in one word: <c>intact</c>, <c>partly</c>, <c>name</c>.</summary>
    public string Word => Certainty switch
    {
        Certainty.Intact => "intact",
        Certainty.Partly => "partly",
        _ => "name",
    };
}

/// <summary>A source of what was deleted: none of its names is in the live tree.</summary>
public interface IRecoveredSource : IEvidenceSource
{
    /// <summary>What is known of an entry; null for directories that are there only because something lies below.</summary>
    Recovery? RecoveryOf(int node);
}
