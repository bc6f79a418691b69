using System.Buffers;
using System.Text;
using System.Text.Json;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Sqlite;

/// <summary>
/// Rows of a table of the case: give the values one after another, in the order of the columns, then <see cref="Run"/>. Unknown is NULL, and so is empty text.
/// Text is bound as bytes, so that a row of the timeline allocates nothing.
/// </summary>
internal abstract class RowInsert : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private Utf8JsonWriter? _json;

    public abstract RowInsert Integer(long? value);

    public RowInsert Flag(bool? value) => Integer(value switch { true => 1, false => 0, null => null });

    /// <summary>Decoded text; an unpaired surrogate becomes U+FFFD, and a NUL, at which many readers stop, <c>\x00</c>.</summary>
    public RowInsert Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return Utf8(default);
        if (value.Contains('\0', StringComparison.Ordinal))
            value = value.Replace("\0", @"\x00", StringComparison.Ordinal);
        _buffer.ResetWrittenCount();
        Encoding.UTF8.GetBytes(value, _buffer);
        return Utf8(_buffer.WrittenSpan);
    }

    public RowInsert Joined(IEnumerable<string>? values) => Text(values is null ? null : string.Join('|', values));

    /// <summary>Text that is known to be UTF-8 without NUL.</summary>
    public abstract RowInsert Utf8(ReadOnlySpan<byte> value);

    /// <summary>Bytes as they are.</summary>
    public abstract RowInsert Blob(ReadOnlySpan<byte> value);

    /// <summary>
    /// Two columns: bytes of the evidence as text, those that are not UTF-8 as <c>\xHH</c> (and NUL as <c>\x00</c>), and the bytes themselves where the text is
    /// not exact, else NULL.
    /// </summary>
    public RowInsert Bytes(ReadOnlySpan<byte> value)
    {
        if (System.Text.Unicode.Utf8.IsValid(value) && !value.Contains((byte)0))
            return Utf8(value).Utf8(default);
        return Utf8(ShowNul(JsonFields.ShowBadBytes(value))).Blob(value);
    }

    public virtual RowInsert Time(Timestamp? time)
    {
        if (time is not { IsUsable: true } known)
            return Utf8(default);
        Span<byte> text = stackalloc byte[Timestamp.MaxTextLength];
        return Utf8(text[..known.Write(text, "+00:00"u8)]);
    }

    public RowInsert Mode(int? mode)
    {
        Span<byte> digits = stackalloc byte[4];
        return Utf8(digits[..OctalMode.Write(mode, digits)]);
    }

    public virtual RowInsert Hex(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digits = stackalloc byte[64];
        return Convert.TryToHexStringLower(bytes, digits, out int length) ? Utf8(digits[..length]) : Utf8(default);
    }

    /// <summary>An object as the inventory's JSON has it.</summary>
    public RowInsert Json<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        _buffer.ResetWrittenCount();
        _json ??= new Utf8JsonWriter(_buffer, JsonFormat.Options());
        _json.Reset();
        write(_json, value);
        _json.Flush();
        return Utf8(_buffer.WrittenSpan);
    }

    /// <summary>Adds the row.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    public abstract void Run();

    public virtual void Dispose() => _json?.Dispose();

    /// <summary>Text as it is kept: UTF-8, a NUL spelled.</summary>
    public static byte[] Spell(string text) => ShowNul(Encoding.UTF8.GetBytes(text));

    private static byte[] ShowNul(byte[] text) =>
        text.AsSpan().Contains((byte)0) ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("\0", @"\x00", StringComparison.Ordinal)) : text;
}
