using StoreForensics.Model;

namespace StoreForensics.Reports.Text;

/// <summary>What a swarm keeps, in the words of tables and reports.</summary>
public static class SwarmText
{
    private const int ShortId = 12;

    /// <summary>The state that it was last in; empty where it has none.</summary>
    public static string State(SwarmObject one) => one.IsRemoved ? "removed" : one.State ?? "";

    /// <summary>What matters most of its kind, parted by commas. Not escaped.</summary>
    public static string Detail(SwarmObject one)
    {
        string[] parts = one.Kind switch
        {
            "service" => [one.Mode ?? "", one.Replicas is { } count ? $"{count} wanted" : "", one.Container?.Image ?? "", .. one.Container?.Mounts ?? []],
            "task" => [one.Container?.Image ?? "", one.ContainerId is { } id ? "container " + id[..Math.Min(ShortId, id.Length)] : "", one.Error ?? ""],
            "node" => [one.Node?.Role ?? "", one.Node?.Availability ?? "", one.Node?.Address ?? "", one.Node?.EngineVersion ?? ""],
            "secret" or "config" => [one.Size is { } size ? $"{size} bytes" : ""],
            "network" => [one.Driver ?? ""],
            _ => [],
        };
        return string.Join(", ", parts.Where(p => p.Length > 0));
    }
}
