namespace StoreForensics.Model.Builds;

/// <summary>How builds ended, in words that are stable.</summary>
public static class BuildStatus
{
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Canceled = "canceled";

    /// <summary>The record has no end: it was under way when the evidence was taken.</summary>
    public const string Running = "running";

    /// <summary>Only its client names it.</summary>
    public const string Unrecorded = "unrecorded";

    public static string Word(BuildRecord build) => !build.IsRecorded ? Unrecorded
        : build.Error is { } error ? error.IsCanceled ? Canceled : Failed
        : build.Completed is null ? Running : Completed;
}
