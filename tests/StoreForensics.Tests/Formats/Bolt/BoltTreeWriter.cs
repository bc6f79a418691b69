using System.Buffers.Binary;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Formats.Bolt;

/// <summary>Buckets and values by path, written as a bolt file: a page a bucket.</summary>
internal sealed class BoltTreeWriter
{
    private const int PageBytes = 4096;
    private readonly SortedDictionary<string, object> _members = new(StringComparer.Ordinal);

    /// <summary>A value at a path whose parts are buckets.</summary>
    public BoltTreeWriter Set(byte[] value, params string[] path)
    {
        BoltTreeWriter at = this;
        foreach (string part in path[..^1])
            at = at.Inner(part);
        at._members[path[^1]] = value;
        return this;
    }

    /// <inheritdoc cref="Set(byte[], string[])"/>
    public BoltTreeWriter Set(string value, params string[] path) => Set(Encoding.UTF8.GetBytes(value), path);

    /// <summary>A time as Go writes it in binary, in UTC.</summary>
    public BoltTreeWriter Set(Timestamp time, params string[] path)
    {
        byte[] bytes = new byte[15];
        bytes[0] = 1;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), time.Seconds + 62135596800);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(9), time.Nanoseconds);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(13), -1);
        return Set(bytes, path);
    }

    /// <summary>A varint as it stands: twice a positive number where it is signed.</summary>
    public BoltTreeWriter Set(ulong number, params string[] path)
    {
        var bytes = new List<byte>();
        for (; number > 0x7f; number >>= 7)
            bytes.Add((byte)(number | 0x80));
        bytes.Add((byte)number);
        return Set(bytes.ToArray(), path);
    }

    /// <param name="unused">Values on a page that nothing leads to.</param>
    public byte[] Build(params (string Key, string Value)[] unused)
    {
        var builder = new BoltBuilder(PageBytes);
        ulong next = 2;
        ulong root = Write(builder, ref next);
        if (unused.Length > 0)
            builder.Leaf(next, [.. unused.Select(u => BoltBuilder.Value(u.Key, Encoding.UTF8.GetBytes(u.Value)))]);
        return builder.Meta(0, root, 2).Meta(1, root, 1).Build();
    }

    private BoltTreeWriter Inner(string name)
    {
        if (!_members.TryGetValue(name, out object? inner))
            _members[name] = inner = new BoltTreeWriter();
        return (BoltTreeWriter)inner;
    }

    private ulong Write(BoltBuilder builder, ref ulong next)
    {
        var items = new List<BoltBuilder.Item>();
        foreach ((string key, object member) in _members)
            items.Add(member is BoltTreeWriter bucket ? builder.Bucket(key, bucket.Write(builder, ref next)) : BoltBuilder.Value(key, (byte[])member));
        ulong id = next;
        next += (ulong)((16 + items.Sum(i => 16 + i.Key.Length + i.Value.Length) + PageBytes - 1) / PageBytes);
        builder.Leaf(id, [.. items]);
        return id;
    }
}
