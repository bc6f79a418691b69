namespace StoreForensics.Fuzz.Targets;

/// <summary>Everything that is fuzzed. A new reader is a line in one of these tables.</summary>
internal static class TargetTable
{
    public static IReadOnlyList<Target> All { get; } = [.. ArchiveTargets.All, .. DiskTargets.All, .. FormatTargets.All, .. ProgramTargets.All];
}
