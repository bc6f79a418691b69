using System.Text.Json;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Json;

/// <summary>
/// What <c>--format json</c> prints: one object a line. Write an object to <see cref="Json"/>, then call <see cref="EndLine"/>; at the end
/// <see cref="Flush"/>. Objects of any size stream: no more than a block of output is held. The stream stays the caller's.
/// </summary>
public sealed class JsonLineWriter : IDisposable
{
    private readonly StreamBuffer _buffer;

    public JsonLineWriter(Stream target)
    {
        _buffer = new StreamBuffer(target);
        Json = new Utf8JsonWriter(_buffer, JsonFormat.Options());
    }

    public Utf8JsonWriter Json { get; }

    public void EndLine()
    {
        Json.Flush();
        Json.Reset();
        _buffer.Write("\n"u8);
    }

    /// <summary>Errors of the target are <see cref="IOException"/>.</summary>
    public void Flush() => _buffer.Flush();

    /// <summary>Does not flush: after a failed write there is nobody to flush to.</summary>
    public void Dispose() => Json.Dispose();
}
