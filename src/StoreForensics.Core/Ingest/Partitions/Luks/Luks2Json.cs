using System.Globalization;
using System.Text.Json;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>The JSON area of a header of version 2.</summary>
internal static class Luks2Json
{
    private const int MaxDepth = 16;

    /// <param name="header">The whole copy, with its checksum taken out.</param>
    /// <exception cref="EvidenceFormatException">It is no JSON, or says what cannot be.</exception>
    public static LuksHeader Parse(byte[] header)
    {
        ReadOnlySpan<byte> text = header.AsSpan(LuksLayout.Head2Bytes);
        int end = text.IndexOf((byte)0);
        try
        {
            using var json = JsonDocument.Parse(header.AsMemory(LuksLayout.Head2Bytes, end < 0 ? text.Length : end),
                new JsonDocumentOptions { MaxDepth = MaxDepth });
            JsonElement root = json.RootElement;
            string label = Luks1Header.Text(header, LuksLayout.LabelAt, LuksLayout.LabelBytes);
            return new LuksHeader
            {
                Version = 2,
                Uuid = Luks1Header.Text(header, LuksLayout.UuidAt, LuksLayout.UuidBytes),
                Label = label.Length > 0 ? label : null,
                Slots = Slots(root.GetProperty("keyslots")),
                Segments = Segments(root.GetProperty("segments")),
                Digests = [.. root.GetProperty("digests").EnumerateObject().Select(d => Digest(d.Value))],
                Requirement = Requirement(root),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw LuksProblems.Bad($"the JSON of the header cannot be read: {DisplayText.Escape(e.Message)}");
        }
    }

    // By priority, those of 2 first; those of 0 are meant for who names them, and are tried last.
    private static List<LuksSlot> Slots(JsonElement slots)
    {
        var found = new List<(long Priority, LuksSlot Slot)>();
        foreach (JsonProperty slot in slots.EnumerateObject())
        {
            JsonElement value = slot.Value, area = value.GetProperty("area");
            if (Text(value, "type") != "luks2" || Text(area, "type") != "raw")
                continue; // material of a reencryption
            JsonElement split = value.GetProperty("af");
            long stripes = Number(split, "stripes"), keyBytes = Number(value, "key_size"), areaKey = Number(area, "key_size");
            if (stripes is <= 0 or > LuksLayout.MaxStripes || keyBytes is <= 0 or > LuksLayout.MaxKeyBytes || areaKey is <= 0 or > LuksLayout.MaxKeyBytes)
                throw LuksProblems.Bad($"a key slot with {keyBytes} bytes of key in {stripes} stripes");
            found.Add((Optional(value, "priority") ?? 1, new LuksSlot(Id(slot.Name), Derivation(value.GetProperty("kdf")), (int)keyBytes, Wide(area, "offset"),
                Text(area, "encryption"), (int)areaKey, (int)stripes, Text(split, "hash"))));
        }
        return [.. found.OrderByDescending(s => s.Priority).ThenBy(s => s.Slot.Number).Select(s => s.Slot)];
    }

    private static LuksDerivation Derivation(JsonElement kdf)
    {
        string kind = Text(kdf, "type");
        byte[] salt = kdf.GetProperty("salt").GetBytesFromBase64();
        return kind == "pbkdf2" ? new LuksDerivation(kind, Text(kdf, "hash"), Number(kdf, "iterations"), 0, 0, salt)
            : kind is "argon2i" or "argon2id"
                ? new LuksDerivation(kind, "", Number(kdf, "time"), Number(kdf, "memory"), checked((int)Number(kdf, "cpus")), salt)
            : new LuksDerivation(kind, "", 0, 0, 0, salt);
    }

    // Those of a reencryption that were kept of before are named with flags.
    private static List<LuksSegment> Segments(JsonElement segments)
    {
        var found = new List<LuksSegment>();
        foreach (JsonProperty segment in segments.EnumerateObject().OrderBy(s => Id(s.Name)))
        {
            JsonElement value = segment.Value;
            if (value.TryGetProperty("flags", out JsonElement flags)
                && flags.EnumerateArray().Any(f => f.GetString()!.StartsWith("backup-", StringComparison.Ordinal)))
                continue;
            string kind = Text(value, "type"), size = Text(value, "size");
            if (kind is not ("crypt" or "linear"))
                throw LuksProblems.Bad($"a segment of the type '{DisplayText.Escape(kind)}'");
            if (value.TryGetProperty("integrity", out _))
                throw LuksProblems.NotRead("authenticated encryption (dm-integrity)");
            long? length = size == "dynamic" ? null : Wide(value, "size");
            found.Add(kind == "linear" ? new LuksSegment(segment.Name, Wide(value, "offset"), length, null, LuksLayout.SectorBytes, 0)
                : new LuksSegment(segment.Name, Wide(value, "offset"), length, Text(value, "encryption"), SectorBytes(value),
                    ulong.Parse(Text(value, "iv_tweak"), NumberStyles.None, CultureInfo.InvariantCulture)));
        }
        return found;
    }

    private static int SectorBytes(JsonElement segment) => Number(segment, "sector_size") is var size && size is 512 or 1024 or 2048 or 4096 ? (int)size
        : throw LuksProblems.Bad($"sectors of {size} bytes");

    private static LuksDigest Digest(JsonElement digest) => new(
        [.. digest.GetProperty("keyslots").EnumerateArray().Select(s => Id(s.GetString()!))],
        [.. digest.GetProperty("segments").EnumerateArray().Select(s => s.GetString()!)],
        Text(digest, "hash"), Number(digest, "iterations"), digest.GetProperty("salt").GetBytesFromBase64(), digest.GetProperty("digest").GetBytesFromBase64());

    private static string? Requirement(JsonElement root)
    {
        if (!root.TryGetProperty("config", out JsonElement config) || !config.TryGetProperty("requirements", out JsonElement requirements)
            || !requirements.TryGetProperty("mandatory", out JsonElement mandatory))
            return null;
        string[] names = [.. mandatory.EnumerateArray().Select(m => m.GetString()!)];
        return names.Length == 0 ? null : string.Join(", ", names.Select(n => DisplayText.Escape(n)));
    }

    private static int Id(string name) => int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private static long? Optional(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : null;

    // Numbers of 64 bits are written as text.
    private static long Wide(JsonElement element, string name) => long.Parse(Text(element, name), NumberStyles.None, CultureInfo.InvariantCulture);
}
