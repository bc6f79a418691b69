using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Records of builders: BUILD.</summary>
internal static class BuildKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-BUILD-0001", "The record of a build, or its error, ends in bytes that are no field of it.",
            "What stood before them is told; the rest of that record is missing. Other builds hold."),
        Note("SF-BUILD-0002", "The log of a build is not in the evidence.",
            "Its steps, their times and what they wrote are unknown: not collected, or removed."),
        Damage("SF-BUILD-0003", "The log of a build is damaged.",
            "Steps or lines from there on are missing. Those before hold."),
    ];
}
