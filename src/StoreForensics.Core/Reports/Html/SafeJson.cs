using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace StoreForensics.Reports.Html;

/// <summary>
/// JSON that may stand inside a script element: <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c>, quotes and U+2028/2029 are always <c>\uXXXX</c>, so that nothing in it
/// can end the element; other scripts' letters stay as they are.
/// </summary>
internal static class SafeJson
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), // forbids what HTML gives a meaning to, whatever the ranges say
        SkipValidation = true,
    };

    public static Utf8JsonWriter Writer(IBufferWriter<byte> target) => new(target, s_options);
}
