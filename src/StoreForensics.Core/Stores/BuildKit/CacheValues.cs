using System.Text.Json;
using StoreForensics.Formats.Bolt;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// The values of one cache record: a bucket with a key a fact, each <c>{"value":…,"index":"…"}</c> (buildkit v0.26 cache/metadata/metadata.go). A value
/// that was cleared is empty. What is missing or of another type is null.
/// </summary>
internal sealed class CacheValues(BoltBucket bucket, Origin origin, ProblemLog problems)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public string? Text(string key) => Value(key) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    public long? Number(string key) => Value(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : null;

    public bool? Flag(string key) => JsonMap.Flag(Value(key));

    /// <summary>Of one text a list of one.</summary>
    public IReadOnlyList<string> Texts(string key) => Value(key) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(JsonMap.Text).OfType<string>()],
        { ValueKind: JsonValueKind.String } => Text(key) is { } text ? [text] : [],
        _ => [],
    };

    /// <summary>Nanoseconds since 1970, as a whole number.</summary>
    public Timestamp? Time(string key)
    {
        if (Number(key) is not long nanoseconds)
            return null;
        (long seconds, long rest) = Math.DivRem(nanoseconds, NanosecondsPerSecond);
        return rest < 0 ? new Timestamp(seconds - 1, (int)(rest + NanosecondsPerSecond)) : new Timestamp(seconds, (int)rest);
    }

    private JsonElement? Value(string key)
    {
        if (bucket.Find(key) is not { IsBucket: false, Value.IsEmpty: false } entry)
            return null;
        return JsonFile.Parse(entry.Value.Span, origin with { Offset = entry.Offset }, problems)?.Member("value");
    }
}
