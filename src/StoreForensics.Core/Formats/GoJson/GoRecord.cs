using System.Text.Json;

namespace StoreForensics.Formats.GoJson;

/// <summary>
/// One JSON object of a file that holds many, decoded as into a struct of Go, without a document in between: a log has millions. The caller asks for the member
/// at hand by the field's name and takes its value; of a repeated one the last counts, and null leaves the field as it is.
/// </summary>
internal ref struct GoRecord(ReadOnlySpan<byte> text)
{
    private Utf8JsonReader _reader = new(text, GoJsonParser.Reader);
    private ReadOnlySpan<byte> _name;

    /// <summary>Whether the value at hand is null.</summary>
    public readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    /// <summary>Whether an object begins; to be asked once, first.</summary>
    /// <exception cref="JsonException">Here and below: it is no JSON, or nested too deep.</exception>
    public bool Begin() => _reader.Read() && _reader.TokenType == JsonTokenType.StartObject;

    /// <summary>Moves to the next member; false at the end of the object.</summary>
    public bool Next()
    {
        if (_reader.TokenType is JsonTokenType.StartArray || (_reader.TokenType == JsonTokenType.StartObject && _reader.CurrentDepth > 0))
            _reader.Skip();
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName)
            return false;
        _name = _reader.ValueSpan;
        return _reader.Read();
    }

    /// <summary>Whether Go would put the member at hand into the field of that name.</summary>
    public readonly bool IsField(ReadOnlySpan<byte> name) => GoFieldName.Matches(_name, name);

    /// <summary>The value's text in UTF-8, if it is a string.</summary>
    public readonly bool TryText(out ReadOnlyMemory<byte> text)
    {
        bool isText = _reader.TokenType == JsonTokenType.String;
        text = isText ? GoText.Unquote(_reader.ValueSpan) : default;
        return isText;
    }

    /// <summary>A number.</summary>
    /// <exception cref="FormatException">It is none that fits 64 bits.</exception>
    /// <exception cref="InvalidOperationException">It is another type.</exception>
    public long Integer() => _reader.GetInt64();

    /// <summary>Bytes that the string has in base64.</summary>
    /// <exception cref="FormatException">It is no base64.</exception>
    /// <exception cref="InvalidOperationException">It is another type.</exception>
    public byte[] Base64() => _reader.GetBytesFromBase64();

    /// <summary>Bytes of the text up to the end of the object, after <see cref="Next"/> has said that it ends.</summary>
    public readonly int Length => (int)_reader.BytesConsumed;

    /// <summary>Whether nothing but white space follows the object.</summary>
    public bool Ends() => !_reader.Read();
}
