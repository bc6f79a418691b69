using System.Text;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Swarm;

/// <summary>What messages of swarmkit are made of (api/types.proto, api/objects.proto; google/protobuf/timestamp.proto).</summary>
internal static class SwarmFields
{
    private const int MaxMembers = 4096;

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>Null for the zero time, and for one that cannot be.</summary>
    public static Timestamp? Time(ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufFields(message);
        (long seconds, long nanoseconds) = (0, 0);
        while (fields.Read())
        {
            if (fields.Number == 1)
                seconds = (long)fields.Value;
            else if (fields.Number == 2)
                nanoseconds = (long)fields.Value;
        }
        var time = new Timestamp(seconds, nanoseconds is >= 0 and < 1_000_000_000 ? (int)nanoseconds : 0);
        return fields.IsDamaged || seconds == 0 || !time.IsUsable ? null : time;
    }

    /// <summary>Adds one member of a map of strings.</summary>
    public static void AddMember(ReadOnlySpan<byte> message, ref SortedDictionary<string, string>? map)
    {
        var fields = new ProtobufFields(message);
        (string key, string value) = ("", "");
        while (fields.Read())
        {
            if (fields.Number == 1)
                key = Text(fields.Bytes);
            else if (fields.Number == 2)
                value = Text(fields.Bytes);
        }
        map ??= new(StringComparer.Ordinal);
        if (map.Count < MaxMembers)
            map[key] = value;
    }

    /// <summary>Adds to a list that a hostile message could make long.</summary>
    public static void Add(ref List<string>? list, string text)
    {
        list ??= [];
        if (list.Count < MaxMembers)
            list.Add(text);
    }

    /// <summary>The bytes of a field; empty when absent, the last one where there are several.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> message, int number)
    {
        var fields = new ProtobufFields(message);
        ReadOnlySpan<byte> found = default;
        while (fields.Read())
        {
            if (fields.Number == number && fields.IsBytes)
                found = fields.Bytes;
        }
        return found;
    }

    /// <summary>The number of a field; null when absent.</summary>
    public static ulong? Number(ReadOnlySpan<byte> message, int number)
    {
        var fields = new ProtobufFields(message);
        ulong? found = null;
        while (fields.Read())
        {
            if (fields.Number == number && !fields.IsBytes)
                found = fields.Value;
        }
        return found;
    }

    /// <summary>A text field; null when absent or empty, which protobuf does not tell apart.</summary>
    public static string? TextOf(ReadOnlySpan<byte> message, int number) => Find(message, number) is { IsEmpty: false } bytes ? Text(bytes) : null;
}
