using System.Buffers.Binary;
using System.Text;

namespace StoreForensics.Tests.Formats.Bolt;

/// <summary>
/// Writes bolt files page by page, after docker-storage-formats.md section 8 and independently of the reader. Nothing is checked: faults are written as told.
/// </summary>
internal sealed class BoltBuilder(int pageSize = 4096, bool isBigEndian = false)
{
    private readonly SortedDictionary<ulong, byte[]> _pages = [];
    private int _slots = 2;

    /// <summary>An element: a value, a bucket's value, or (branch) a child.</summary>
    public sealed record Item(byte[] Key, byte[] Value, bool IsBucket = false, ulong Child = 0);

    public static Item Value(string key, string value) => new(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));

    public static Item Value(string key, byte[] value) => new(Encoding.UTF8.GetBytes(key), value);

    public static Item Child(string key, ulong page) => new(Encoding.UTF8.GetBytes(key), [], Child: page);

    public Item Bucket(string key, ulong root, ulong sequence = 0) => new(Encoding.UTF8.GetBytes(key), BucketHeader(root, sequence), IsBucket: true);

    public Item Inline(string key, ulong sequence, params Item[] items) =>
        new(Encoding.UTF8.GetBytes(key), [.. BucketHeader(0, sequence), .. Page(0, 0x02, items, 0)], IsBucket: true);

    public Item Inline(string key, params Item[] items) => Inline(key, 0, items);

    public BoltBuilder Leaf(ulong id, params Item[] items) => Put(id, Page(id, 0x02, items, Overflow(items)));

    public BoltBuilder Branch(ulong id, params Item[] items) => Put(id, Page(id, 0x01, items, Overflow(items)));

    public BoltBuilder Freelist(ulong id, params ulong[] free)
    {
        byte[] page = Page(id, 0x10, [], 0);
        U16(page, 10, (ushort)free.Length);
        return Put(id, [.. page, .. free.SelectMany(f => U64Bytes(f))]);
    }

    public BoltBuilder Put(ulong id, byte[] bytes)
    {
        _pages[id] = bytes;
        _slots = Math.Max(_slots, (int)id + Math.Max(1, (bytes.Length + pageSize - 1) / pageSize));
        return this;
    }

    public BoltBuilder Meta(int number, ulong root, ulong transaction, ulong sequence = 0, ulong? highWater = null, ulong? checksum = null, uint version = 2)
    {
        byte[] page = Page((ulong)number, 0x04, [], 0);
        byte[] body = new byte[64];
        U32(body, 0, 0xED0CDAED);
        U32(body, 4, version);
        U32(body, 8, (uint)pageSize);
        U64(body, 16, root);
        U64(body, 24, sequence);
        U64(body, 32, ulong.MaxValue);
        U64(body, 40, highWater ?? (ulong)_slots);
        U64(body, 48, transaction);
        U64(body, 56, checksum ?? Fnv(body.AsSpan(0, 56)));
        _pages[(ulong)number] = [.. page, .. body];
        return this;
    }

    public byte[] Build()
    {
        byte[] file = new byte[_slots * pageSize];
        foreach ((ulong id, byte[] bytes) in _pages)
            bytes.CopyTo(file, (int)id * pageSize);
        return file;
    }

    private byte[] Page(ulong id, ushort flags, Item[] items, uint overflow)
    {
        int data = 16 + (items.Length * 16);
        byte[] page = new byte[data + items.Sum(i => i.Key.Length + i.Value.Length)];
        U64(page, 0, id);
        U16(page, 8, flags);
        U16(page, 10, (ushort)items.Length);
        U32(page, 12, overflow);
        for (int i = 0; i < items.Length; i++)
        {
            int element = 16 + (i * 16);
            WriteElement(page, element, flags == 0x01, items[i], data - element);
            items[i].Key.CopyTo(page, data);
            items[i].Value.CopyTo(page, data + items[i].Key.Length);
            data += items[i].Key.Length + items[i].Value.Length;
        }
        return page;
    }

    private void WriteElement(byte[] page, int at, bool isBranch, Item item, int position)
    {
        U32(page, at, isBranch ? (uint)position : item.IsBucket ? 1u : 0u);
        U32(page, at + 4, isBranch ? (uint)item.Key.Length : (uint)position);
        if (isBranch)
        {
            U64(page, at + 8, item.Child);
            return;
        }
        U32(page, at + 8, (uint)item.Key.Length);
        U32(page, at + 12, (uint)item.Value.Length);
    }

    private uint Overflow(Item[] items) => (uint)((16 + items.Sum(i => 16 + i.Key.Length + i.Value.Length) - 1) / pageSize);

    private byte[] BucketHeader(ulong root, ulong sequence) => [.. U64Bytes(root), .. U64Bytes(sequence)];

    private byte[] U64Bytes(ulong value)
    {
        byte[] bytes = new byte[8];
        U64(bytes, 0, value);
        return bytes;
    }

    private void U16(byte[] bytes, int at, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

    private void U32(byte[] bytes, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

    private void U64(byte[] bytes, int at, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

    private static ulong Fnv(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in bytes)
            hash = unchecked((hash ^ b) * 1099511628211);
        return hash;
    }
}
