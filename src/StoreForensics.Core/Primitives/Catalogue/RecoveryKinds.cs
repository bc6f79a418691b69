using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>The search for what was deleted: RECOVER.</summary>
internal static class RecoveryKinds
{
    public static readonly ProblemKind[] All =
    [
        Note("SF-RECOVER-0001", "What was deleted cannot be looked for in this evidence.",
            "A tar or a directory has no deleted files in it, and some file systems are not searched: that nothing was recovered says nothing. Take an image of the disk."),
        Note("SF-RECOVER-0002", "How far back what was deleted can be found.",
            "Of what was deleted before, no copy is left in the journal: that nothing was recovered of it says nothing."),
        Damage("SF-RECOVER-0003", "Nothing is left of the bytes of a deleted file.",
            "Its name, and what its inode said, are what was recovered."),
        Warning("SF-RECOVER-0004", "What was deleted cannot be looked for, because the journal cannot be read.",
            "That nothing was recovered says nothing. What is live is whole."),
        Note("SF-RECOVER-0005", "How much unused space was searched for what belongs to stores.",
            "What is named by no id is joined to nothing, and lies below $Carved. Bytes that something else got are not searched, and a disk that discards what is deleted has none left."),
    ];
}
