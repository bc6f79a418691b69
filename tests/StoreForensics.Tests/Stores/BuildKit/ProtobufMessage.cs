using System.Text;

namespace StoreForensics.Tests.Stores.BuildKit;

/// <summary>Writes protobuf messages field by field, after the encoding's own description and independently of the reader.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<byte> _bytes = [];

    public ProtobufMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufMessage Message(int field, ProtobufMessage value) => Bytes(field, value.Build());

    public ProtobufMessage Bytes(int field, byte[] value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public ProtobufMessage Number(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    public ProtobufMessage Pair(int field, string key, string value) => Message(field, new ProtobufMessage().Text(1, key).Text(2, value));

    public ProtobufMessage Time(int field, ulong seconds, ulong nanoseconds) =>
        Message(field, new ProtobufMessage().Number(1, seconds).Number(2, nanoseconds));

    public ProtobufMessage Descriptor(int field, string media, string digest, params (string Key, string Value)[] annotations)
    {
        ProtobufMessage descriptor = new ProtobufMessage().Text(1, media).Text(2, digest).Number(3, 7);
        foreach ((string key, string value) in annotations)
            descriptor.Pair(5, key, value);
        return Message(field, descriptor);
    }

    public byte[] Build() => [.. _bytes];

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
