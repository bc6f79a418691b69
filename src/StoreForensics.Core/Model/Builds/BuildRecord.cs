using StoreForensics.Primitives;

namespace StoreForensics.Model.Builds;

/// <summary>One build, as a builder or its client recorded it. Null is not recorded, or unknown.</summary>
public sealed class BuildRecord
{
    /// <summary>The builder's own id of the build.</summary>
    public required string Id { get; init; }

    public required StoreInfo Store { get; init; }

    /// <summary>The record; of one that only its client names, the client's file.</summary>
    public required Origin Origin { get; init; }

    /// <summary>Whether the builder has a record of it. If not, it was interrupted, is older than what the builder keeps, or was removed.</summary>
    public bool IsRecorded { get; init; } = true;

    /// <summary>When it began, on the builder's clock.</summary>
    public Timestamp? Started { get; init; }

    /// <summary>When it ended, well or not; null of one that had not ended.</summary>
    public Timestamp? Completed { get; init; }

    /// <summary>Why it failed; null of one that did not, or had not ended.</summary>
    public BuildError? Error { get; set; }

    /// <summary>What understood the instructions: <c>dockerfile.v0</c>, an image.</summary>
    public string? Frontend { get; set; }

    /// <summary>
    /// What the frontend was told, as recorded, in byte order: <c>filename</c>, <c>target</c>, <c>build-arg:NAME</c>, <c>label:NAME</c>, <c>vcs:…</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = EmptyTexts;

    public IReadOnlyList<BuildExporter> Exporters { get; init; } = [];

    /// <summary>What it made: images, or what else its exporters write.</summary>
    public IReadOnlyList<BuildArtifact> Results { get; init; } = [];

    /// <summary>What is stated about the results: provenance, lists of contents.</summary>
    public IReadOnlyList<BuildArtifact> Attestations { get; init; } = [];

    /// <summary>The manifests in the results, by platform.</summary>
    public List<BuildArtifact> Members { get; } = [];

    public BuildArtifact? Log { get; init; }

    public BuildArtifact? Trace { get; init; }

    public long? CachedSteps { get; init; }

    public long? CompletedSteps { get; init; }

    public long? TotalSteps { get; init; }

    public long? Warnings { get; init; }

    public bool IsPinned { get; init; }

    /// <summary>What its client wrote down on its own host; null when that is not in the evidence.</summary>
    public BuildClientReference? Client { get; set; }

    /// <summary>What its provenance says; null when there is none in the evidence.</summary>
    public BuildProvenance? Provenance { get; set; }

    /// <summary>Its vertices, in the order of the log; empty without one.</summary>
    public IReadOnlyList<BuildVertex> Vertices { get; set; } = [];

    /// <summary>How many lines its steps wrote; null when the log is not in the evidence.</summary>
    public long? LogLines { get; set; }

    /// <summary>Those of the inventory that it made, as far as they are still there.</summary>
    public List<Image> Images { get; } = [];

    private static IReadOnlyDictionary<string, string> EmptyTexts { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
