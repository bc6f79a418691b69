using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Cases;

/// <summary>Everything a report may tell: what the evidence is, what is in it, what happened, and what could not be read.</summary>
public sealed class Case
{
    public required CaseDetails Details { get; init; }

    public required ToolDetails Tool { get; init; }

    /// <summary>In the order of the command line.</summary>
    public required IReadOnlyList<EvidenceDetails> Evidence { get; init; }

    public required Inventory Inventory { get; init; }

    public required ITimeline Timeline { get; init; }

    /// <summary>What came of comparing layers with their records; null when that was not asked for.</summary>
    public VerificationResult? Verification { get; init; }

    /// <summary>What deserves a look, most severe first; empty when nothing does, null when nothing was looked for.</summary>
    public IReadOnlyList<Finding>? Findings { get; init; }

    /// <summary>What findings rest on and can be looked for on other hosts; empty when nothing, or nothing was looked for.</summary>
    public IReadOnlyList<CollectedIndicator> Indicators { get; init; } = [];

    /// <summary>The turning points in the order of time, a page of them at most; empty when there are none or nothing was looked for.</summary>
    public IReadOnlyList<ChronologyEntry> Chronology { get; init; } = [];

    /// <summary>Who was concerned, when, and what ties them; null when there is no story to see.</summary>
    public StoryPicture? Story { get; init; }

    /// <summary>Which file of each store holds what, by store, in the order of looking; read when first asked for, while the evidence is open.</summary>
    public Lazy<IReadOnlyList<LayoutFact>> Layout { get; init; } = new([]);

    /// <summary>Sorted: most severe first, then by place.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>Problems past the limit, which were counted only.</summary>
    public long ProblemsDropped { get; init; }

    /// <summary>All of them, those that were counted only too.</summary>
    public long ProblemCount => Problems.Count + ProblemsDropped;

    /// <summary>Those that tell what the copy did not keep, and what cannot be seen without it: whoever reads the first page alone must know.</summary>
    public IEnumerable<Problem> CopyLosses => Problems.Where(p => p.Code.StartsWith("SF-COPY-", StringComparison.Ordinal));

    /// <summary>How many of what there is, the same in every report.</summary>
    public InventoryCounts Counts => InventoryCounts.Of(Inventory);
}

/// <summary>What the examiner says of the case; null is left out of reports.</summary>
public sealed record CaseDetails
{
    public string? CaseName { get; init; }

    public string? Examiner { get; init; }

    public string? EvidenceId { get; init; }

    public string? Note { get; init; }

    /// <summary>The report's date, from <c>--date</c> or SOURCE_DATE_EPOCH; null: no date is printed, the clock is never read.</summary>
    public string? Date { get; init; }

    /// <summary>What the examiner tagged and noted; null where no notes were given.</summary>
    public ExaminerNotes? Notes { get; init; }

    /// <summary>For reports that people read; data files stay UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;
}

/// <summary>Which program, called how.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="CommandLine">The exact call, arguments quoted for a shell; outputs and evidence as typed.</param>
public sealed record ToolDetails(string Name, string Version, string CommandLine);
