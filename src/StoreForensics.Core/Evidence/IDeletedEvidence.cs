using StoreForensics.Evidence.Unused;
using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>An evidence in which what was deleted can be looked for.</summary>
internal interface IDeletedEvidence
{
    /// <summary>
    /// What was deleted, as sources of their own: the first has what is best and latest of each path, the next what had it before. None where no file
    /// system of the evidence can tell.
    /// </summary>
    /// <param name="problems">Told how far back the search reaches, and what could not be searched.</param>
    IReadOnlyList<IRecoveredSource> Recover(ProblemLog problems);

    /// <summary>What its file systems give to nothing, with the node of each one's root. To be asked after <see cref="Recover"/>.</summary>
    IReadOnlyList<(int Root, IUnusedSpace Space)> Unused();
}
