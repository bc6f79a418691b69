using System.Text.Json;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>Reads <c>docker inspect</c> of any version: 0.7.2 writes <c>docker_version</c>
/// and <c>ID</c> where 1.9.1 writes <c>DockerVersion</c> and <c>Id</c>.</summary>
internal static class EngineJson
{
    public static JsonElement? Member(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (string.Equals(member.Name.Replace("_", ""), name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind != JsonValueKind.Null)
                return member.Value;
        }
        return null;
    }

    /// <summary>The member of members; null where one is missing.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> names)
    {
        JsonElement? at = element;
        foreach (string name in names)
            at = at?.Member(name);
        return at;
    }

    /// <summary>Null for an absent member, null and "".</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name)?.GetString() is { Length: > 0 } text ? text : null;

    public static long? Number(this JsonElement element, string name) => element.Member(name)?.GetInt64();

    public static bool Flag(this JsonElement element, string name) => element.Member(name)?.GetBoolean() ?? false;

    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        element.Member(name) is { } list ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement element, string name) =>
        element.Member(name) is { } map ? [.. map.EnumerateObject()] : [];
}
