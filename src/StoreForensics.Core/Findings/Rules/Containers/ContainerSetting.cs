using StoreForensics.Model;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>A setting takes effect when a container starts: of one that never did, sentences say what was to be.</summary>
internal static class ContainerSetting
{
    /// <summary>Whether it was started, as far as the evidence says so.</summary>
    public static bool HasRun(Container container) => container.Started is { Time.IsUsable: true } || container.State is not (null or "created");

    /// <summary>Begins a sentence about a container.</summary>
    public static string Words(Container container, string happened, string intended) =>
        HasRun(container) ? "It " + happened : container.State == "created" ? "Never started, it " + intended : "It " + intended;

    /// <summary>Ends a sentence about something else.</summary>
    public static string Ending(Container container) => !HasRun(container) && container.State == "created" ? "; the container was never started" : "";
}
