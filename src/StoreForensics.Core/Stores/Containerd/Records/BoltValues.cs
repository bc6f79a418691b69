using System.Text;
using StoreForensics.Formats.Bolt;
using StoreForensics.Formats.GoBinary;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>
/// The values of containerd's buckets (containerd metadata/boltutil/helpers.go): texts as they are, times in Go's binary form, sizes as zig-zag varints. A
/// value that is missing or of another form is null.
/// </summary>
internal static class BoltValues
{
    public static string? Text(this BoltBucket bucket, string key) => bucket.Value(key) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    /// <summary>Null for Go's "never" too.</summary>
    public static Timestamp? Time(this BoltBucket bucket, string key) =>
        bucket.Value(key) is { } value && GoBinaryTime.TryParse(value.Span) is { } time && time != Timestamp.GoZero ? time : null;

    public static long? Signed(this BoltBucket bucket, string key) => bucket.Value(key) is { } value ? Varint.Signed(value.Span) : null;

    public static ulong? Unsigned(this BoltBucket bucket, string key) => bucket.Value(key) is { } value ? Varint.Unsigned(value.Span) : null;

    /// <summary>The texts of a bucket inside, in byte order of keys; empty when it is not there.</summary>
    public static IReadOnlyDictionary<string, string> Texts(this BoltBucket bucket, string name)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (BoltEntry entry in bucket.Bucket(name)?.Entries ?? [])
        {
            if (!entry.IsBucket)
                texts[entry.Key.ToText()] = Encoding.UTF8.GetString(entry.Value.Span);
        }
        return texts;
    }

    /// <summary>The buckets inside a bucket inside, with the place of their key in the file; none when it is not there.</summary>
    public static IEnumerable<(string Name, BoltBucket Bucket, long Offset)> Members(this BoltBucket bucket, params string[] path)
    {
        foreach (BoltEntry entry in bucket.Bucket(path)?.Entries ?? [])
        {
            if (entry.Bucket is { } inner)
                yield return (entry.Key.ToText(), inner, entry.Offset);
        }
    }
}
