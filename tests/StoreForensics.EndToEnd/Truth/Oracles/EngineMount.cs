using System.Text.Json;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>A mount in the words of <c>docker inspect</c>: <c>Mounts</c> of 1.9, or <c>Volumes</c> and <c>VolumesRW</c> of 0.7.</summary>
internal sealed record EngineMount(string Type, string Source, string Destination, bool Writable, string? Name)
{
    private const string VolumeData = "/vfs/dir/";

    public static IReadOnlyList<EngineMount> AllOf(JsonElement container) =>
        container.Member("mounts") is { } mounts ? [.. mounts.EnumerateArray().Select(OfMount)] : [.. OfVolumes(container)];

    private static EngineMount OfMount(JsonElement mount) => new(
        mount.Text("type") ?? (mount.Text("name") is null ? "bind" : "volume"),
        mount.Text("source")!,
        mount.Text("destination")!,
        mount.Flag("rw"),
        mount.Text("name"));

    // 0.7 keeps a volume's data in vfs/dir/<id>; everything else is a path of the host.
    private static IEnumerable<EngineMount> OfVolumes(JsonElement container)
    {
        foreach (JsonProperty volume in container.Members("volumes"))
        {
            string source = volume.Value.GetString()!;
            int at = source.IndexOf(VolumeData, StringComparison.Ordinal);
            bool writable = container.Member("volumesrw")?.Member(volume.Name)?.GetBoolean() ?? false;
            yield return new EngineMount(at < 0 ? "bind" : "volume", source, volume.Name, writable, at < 0 ? null : source[(at + VolumeData.Length)..]);
        }
    }

    public override string ToString() => $"{Type} {Name ?? "-"} {Source} -> {Destination} {(Writable ? "rw" : "ro")}";
}
