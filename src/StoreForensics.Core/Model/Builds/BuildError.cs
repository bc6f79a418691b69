namespace StoreForensics.Model.Builds;

/// <summary>Why a build failed.</summary>
/// <param name="Code">gRPC's status code (1 canceled, 2 unknown, 13 internal, …); null when not recorded.</param>
/// <param name="Message">As recorded.</param>
public sealed record BuildError(long? Code, string Message)
{
    private const long CodeOfCanceled = 1;

    /// <summary>Whether it was called off.</summary>
    public bool IsCanceled => Code == CodeOfCanceled;

    /// <summary>The step that failed, as its log names it; null when no step did, or that is unknown.</summary>
    public string? Step { get; init; }

    /// <summary>The file that told the builder what to do, as far as the error quotes it; null when it does not.</summary>
    public BuildSource? Source { get; init; }
}
