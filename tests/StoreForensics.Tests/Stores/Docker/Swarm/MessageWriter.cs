using System.Text;

namespace StoreForensics.Tests.Stores.Docker.Swarm;

/// <summary>Writes a protobuf message.</summary>
internal sealed class MessageWriter
{
    private readonly List<byte> _bytes = [];

    public MessageWriter Number(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    public MessageWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public MessageWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public MessageWriter Message(int field, MessageWriter value) => Bytes(field, value.ToArray());

    public MessageWriter Time(int field, long seconds) => Message(field, new MessageWriter().Number(1, (ulong)seconds));

    public byte[] ToArray() => [.. _bytes];

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
