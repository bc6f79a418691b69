namespace StoreForensics.Findings;

/// <summary>How much is looked at and kept. What is left out is a note.</summary>
internal sealed record FindingLimits
{
    public static readonly FindingLimits Default = new();

    /// <summary>Log text of one container, in bytes; a shipped log can be gigabytes.</summary>
    public long LogBytes { get; init; } = 256L << 20;

    /// <summary>Short text files that are read, which bounds memory and time: a step can bring a million scripts.</summary>
    public int TextFiles { get; init; } = 50_000;

    /// <summary>Findings of one rule about one image or container, which can have changed millions of files.</summary>
    public int PerRuleAndSubject { get; init; } = 200;
}
