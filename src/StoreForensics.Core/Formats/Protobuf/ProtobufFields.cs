using System.Buffers.Binary;

namespace StoreForensics.Formats.Protobuf;

/// <summary>
/// The fields of one protobuf message, in the order written; nested messages are read by another of these over <see cref="Bytes"/>.
/// Never throws and never allocates: damage ends the loop and sets <see cref="IsDamaged"/>. Groups (wire types 3 and 4) count as damage.
/// </summary>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private const int WireVarint = 0, WireFixed64 = 1, WireBytes = 2, WireFixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The current field's number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The current field's value when it is a number, else 0.</summary>
    public ulong Value { get; private set; }

    /// <summary>The current field's bytes when it is a string, bytes or a message; else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether the current field is a string, bytes or a message.</summary>
    public bool IsBytes { get; private set; }

    /// <summary>Whether the message ended in something that is no field.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Moves to the next field; false at the end or at damage.</summary>
    public bool Read()
    {
        if (_rest.IsEmpty || IsDamaged)
            return false;
        Bytes = default;
        Value = 0;
        IsBytes = false;
        if (!Varint.TryReadUnsigned(ref _rest, out ulong tag) || tag >> 3 is 0 or > 0x1fffffff)
            return Fail();
        Number = (int)(tag >> 3);
        return (int)(tag & 7) switch
        {
            WireVarint => ReadVarint(),
            WireFixed64 => ReadFixed(8),
            WireBytes => ReadBytes(),
            WireFixed32 => ReadFixed(4),
            _ => Fail(),
        };
    }

    private bool ReadVarint()
    {
        if (!Varint.TryReadUnsigned(ref _rest, out ulong value))
            return Fail();
        Value = value;
        return true;
    }

    private bool ReadFixed(int width)
    {
        if (_rest.Length < width)
            return Fail();
        Value = width == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(_rest) : BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        _rest = _rest[width..];
        return true;
    }

    private bool ReadBytes()
    {
        if (!Varint.TryReadUnsigned(ref _rest, out ulong length) || length > (ulong)_rest.Length)
            return Fail();
        Bytes = _rest[..(int)length];
        IsBytes = true;
        _rest = _rest[(int)length..];
        return true;
    }

    private bool Fail()
    {
        IsDamaged = true;
        return false;
    }
}
