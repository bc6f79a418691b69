using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>What is looked into afterwards: FIND, VIEW, DIFF, HASH.</summary>
internal static class ContentKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-DIFF-0001", "The writable layer of a container is out of reach.",
            "What it changed is unknown: an empty answer does not mean that nothing was changed."),
        Damage("SF-DIFF-0002", "The image of a container is gone.",
            "What stood below is unknown: everything is shown against the -init layer alone."),
        Warning("SF-DIFF-0003", "A container has no image: its root filesystem is a directory of the host.",
            "Only what an overlay of its own holds is known to be the container's; of a directory that it wrote to itself nothing is."),
        Damage("SF-FIND-0001", "A text file cannot be read for the rules.",
            "No rule looked into it. Rules over its name and metadata did."),
        Damage("SF-FIND-0002", "A file cannot be compared with the listed digests.",
            "Whether it is one of those looked for is unknown."),
        Note("SF-FIND-0003", "Findings about files on the list of known files were left out.",
            "Nothing else is missing; without the list they are shown."),
        Note("SF-FIND-0004", "There are more short text files than are read for the rules.",
            "No rule looked into those past the limit."),
        Note("SF-FIND-0005", "A rule has more findings of one image or container than are kept.",
            "The rest is counted only."),
        Note("SF-FIND-0006", "A log is longer than the rules look at.",
            "No rule looked at the lines past the limit."),
        Reason("SF-FIND-0007", "The bytes of a rule's example were asked for.",
            "Nothing is missing: an example is not evidence."),
        Damage("SF-HASH-0001", "A file cannot be hashed.",
            "It has no digest in the reports. Its metadata holds."),
        Warning("SF-VIEW-0006", "What is looked into has no image: it is a directory of the host.",
            "Files are those of that directory now, not of the time when the container ran. Where it is not in the evidence, none are shown."),
        Damage("SF-VIEW-0001", "An image or container has no layer that is known.",
            "There is nothing to look into; its metadata holds."),
        Damage("SF-VIEW-0002", "A layer of a view is out of reach.",
            "The view lacks its files and its deletions: files of lower layers may show that it had deleted."),
        Damage("SF-VIEW-0003", "A file's bytes cannot be read.",
            "They are missing or cut short in what was written or compared. Its metadata holds."),
        WarningOrDamage("SF-VIEW-0005", "A layer holds a file's metadata alone, and its bytes are in no layer that is asked for.",
            "They are those of the version below (overlayfs metacopy): ask for the image or container, or for that layer."),
        Reason("SF-VIEW-0004", "The bytes of an entry of a view were asked for that is no regular file.",
            "Nothing is missing: it has no bytes."),
    ];
}
