namespace StoreForensics.Reports.Documents;

/// <summary>A document described apart from how it is drawn.</summary>
internal sealed record ReportDocument
{
    public required string Title { get; init; }

    public string? Author { get; init; }

    public string? Subject { get; init; }

    /// <summary>The program that wrote it, with its version.</summary>
    public required string Tool { get; init; }

    /// <summary>As given by the user, whatever its form; null: none.</summary>
    public string? Date { get; init; }

    /// <summary>At the head of every page but the first, beside the section's title.</summary>
    public required string RunningHead { get; init; }

    /// <summary>Enumerated once, while drawing: what it yields can be long and need not be kept.</summary>
    public required IEnumerable<Block> Blocks { get; init; }
}
