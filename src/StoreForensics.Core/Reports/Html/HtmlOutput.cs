using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Scriban.Runtime;

namespace StoreForensics.Reports.Html;

/// <summary>Where templates write to: UTF-8 without a byte order mark, straight to the target, nothing held back but one buffer.</summary>
internal sealed class HtmlOutput(Stream target) : IScriptOutput, IDisposable
{
    private readonly StreamWriter _text = new(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };

    private long _chars;

    /// <summary>Most characters that templates and their values may write.</summary>
    public long MaxChars { get; init; } = TemplateLimits.Chars;

    /// <summary>Whether they wrote more.</summary>
    public bool IsFull => _chars > MaxChars;

    /// <summary>Writes the templates' own text as it is.</summary>
    public void Write(string text, int offset, int count)
    {
        _chars += count;
        _text.Write(text.AsSpan(offset, count));
    }

    /// <summary>The engine's interface asks for it; nothing here is asynchronous.</summary>
    public ValueTask WriteAsync(string text, int offset, int count, CancellationToken cancellationToken)
    {
        Write(text, offset, count);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes a value, made harmless and encoded.</summary>
    public void WriteEncoded(string? value)
    {
        _chars += value?.Length ?? 0;
        HtmlText.Write(_text, value);
    }

    /// <summary>Writes markup of our own.</summary>
    public void WriteMarkup(string markup) => _text.Write(markup);

    /// <summary>Writes bytes that an encoder of ours has already made safe for where they go.</summary>
    public void WriteSafe(ReadOnlySpan<byte> utf8)
    {
        _text.Flush();
        target.Write(utf8);
    }

    /// <summary>Writes bytes as Base64.</summary>
    public void WriteBase64(ReadOnlySpan<byte> bytes)
    {
        _text.Flush();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        Base64.EncodeToUtf8(bytes, buffer, out _, out int written);
        target.Write(buffer.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    public void Flush() => _text.Flush();

    public void Dispose() => _text.Dispose();
}
