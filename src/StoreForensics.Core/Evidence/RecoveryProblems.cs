namespace StoreForensics.Evidence;

/// <summary>Codes of what is told about the search for deleted things.</summary>
internal static class RecoveryProblems
{
    public const string NotSearched = "SF-RECOVER-0001";
    public const string Reach = "SF-RECOVER-0002";
    public const string NoBytes = "SF-RECOVER-0003";
    public const string Unreadable = "SF-RECOVER-0004";
    public const string Carved = "SF-RECOVER-0005";
}
