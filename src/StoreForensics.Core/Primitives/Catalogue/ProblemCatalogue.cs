namespace StoreForensics.Primitives.Catalogue;

/// <summary>Every kind of problem that the program can record. A code means one thing,
/// here and wherever it is recorded; a test holds the two together.</summary>
public static class ProblemCatalogue
{
    private static readonly Dictionary<string, ProblemKind> s_byCode = ((ProblemKind[])
    [
        .. CoreKinds.All, .. DiskKinds.All, .. PartitionKinds.All, .. Ext4Kinds.All, .. XfsKinds.All, .. BtrfsKinds.All, .. ErofsKinds.All, .. ArchiveKinds.All,
        .. DirectoryKinds.All,
        .. StoreKinds.All, .. LayeredKinds.All, .. GraphKinds.All, .. SqliteKinds.All, .. CopyKinds.All, .. DriverKinds.All, .. ContainerKinds.All,
        .. LogKinds.All, .. BoltKinds.All, .. RecordKinds.All, .. HostKinds.All, .. ContentKinds.All, .. ContainerdKinds.All, .. BuildKinds.All,
        .. StorageKinds.All, .. ImageArchiveKinds.All, .. RecoveryKinds.All,
    ]).ToDictionary(k => k.Code, StringComparer.Ordinal);

    /// <summary>In byte order of codes.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } = [.. s_byCode.Values.OrderBy(k => k.Code, StringComparer.Ordinal)];

    /// <summary>Null when there is no such code.</summary>
    public static ProblemKind? Find(string code) => s_byCode.GetValueOrDefault(code);
}
