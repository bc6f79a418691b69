using StoreForensics.Formats.Protobuf;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>A protobuf <c>Any</c>: 1 is the type's address, 2 the value.</summary>
internal static class AnyValue
{
    /// <summary>The value; null when the bytes are no such message or hold none.</summary>
    public static ReadOnlyMemory<byte>? Of(ReadOnlySpan<byte> any)
    {
        ReadOnlyMemory<byte>? value = null;
        var fields = new ProtobufFields(any);
        while (fields.Read())
        {
            if (fields.Number == 2 && fields.IsBytes)
                value = fields.Bytes.ToArray();
        }
        return fields.IsDamaged ? null : value;
    }
}
