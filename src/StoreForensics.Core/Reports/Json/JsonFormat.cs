using System.Text.Encodings.Web;
using System.Text.Json;

namespace StoreForensics.Reports.Json;

/// <summary>How all JSON of the program is spelled.</summary>
internal static class JsonFormat
{
    /// <summary>
    /// Quotes, backslashes, controls, U+2028, U+2029 and what Unicode has not assigned are escaped; <c>&lt;</c> and letters of all scripts are not, since
    /// this JSON goes to files and terminals and is never pasted into a page.
    /// </summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static JsonWriterOptions Options(bool pretty = false) => new()
    {
        Encoder = Encoder,
        Indented = pretty,
        NewLine = "\n",
        IndentSize = 2,
        // The evidence decides no nesting: objects are at most a handful deep.
        SkipValidation = true,
    };
}
