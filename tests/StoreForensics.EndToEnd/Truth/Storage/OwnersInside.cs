using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StoreForensics.EndToEnd.Truth.Storage;

/// <summary>Owners as a container in a user namespace of its own saw them: engines export those that they see themselves.</summary>
/// <param name="ranges">First id in the container, first id outside, how many.</param>
internal sealed partial class OwnersInside(IReadOnlyList<(long Inside, long Outside, long Count)> ranges)
{
    /// <summary>By <c>podman inspect</c>; the maps of groups are the same in all that there is.</summary>
    public static OwnersInside Of(JsonElement container) =>
        container.TryGetProperty("HostConfig", out JsonElement host) && host.TryGetProperty("IDMappings", out JsonElement maps)
            && maps.ValueKind == JsonValueKind.Object && maps.TryGetProperty("UidMap", out JsonElement uids)
            ? new OwnersInside([.. uids.EnumerateArray().Select(e => Range(e.GetString()!.Split(':')))]) : new OwnersInside([]);

    private static (long, long, long) Range(string[] numbers) => (Number(numbers[0]), Number(numbers[1]), Number(numbers[2]));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A line of a listing with its first pair of owners as the container saw it.</summary>
    public string Inside(string line) => Owners().Replace(line, m => $" {Inside(m.Groups[1])}/{Inside(m.Groups[2])} ", 1);

    private long Inside(Group id)
    {
        long outside = long.Parse(id.ValueSpan, CultureInfo.InvariantCulture);
        foreach ((long inside, long first, long count) in ranges)
        {
            if (outside >= first && outside < first + count)
                return inside + outside - first;
        }
        return outside;
    }

    [GeneratedRegex(@" (\d+)/(\d+) ")]
    private static partial Regex Owners();
}
