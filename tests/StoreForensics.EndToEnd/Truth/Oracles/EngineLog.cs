namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>Lines of <c>docker logs</c>.</summary>
internal static class EngineLog
{
    private const string RefusedByDriver = "\"logs\" command is supported only for";
    private const string RefusedByNewerDriver = "Error response from daemon: configured logging driver does not support reading";

    /// <summary>Standard error of the client itself is mixed into the truth: its own complaints, and the refusal of a container without a log.</summary>
    public static bool IsOfTheContainer(string line) =>
        !line.StartsWith("time=\"", StringComparison.Ordinal) && !line.StartsWith(RefusedByDriver, StringComparison.Ordinal)
        && !line.StartsWith(RefusedByNewerDriver, StringComparison.Ordinal);
}
