using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>The program itself and what it leaves out: CORE, HOLE.</summary>
internal static class CoreKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-CORE-0001", "A fault in this program ended the reading of one part of the evidence.",
            "That part is missing or incomplete; the parts beside it are read. The evidence need not be damaged: report it."),
        Damage("SF-CORE-0002", "A part of the evidence takes more memory than there is.",
            "That part is missing or incomplete; the parts beside it are read. A machine with more memory may read it."),
        Warning("SF-HOLE-0001", "A digest would read more bytes of holes than are read.",
            "That file, layer or evidence has no digest. Its data is read; --hash-holes computes the digest all the same."),
    ];
}
