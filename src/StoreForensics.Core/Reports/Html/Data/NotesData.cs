using System.Buffers;
using System.Text.Json;
using StoreForensics.Cases;

namespace StoreForensics.Reports.Html.Data;

/// <summary>The examiner's notes as they were given, for <c>templates/js/notes.js</c>, which reads them as it reads an import.</summary>
internal static class NotesData
{
    /// <summary>Null where none were given.</summary>
    public static HtmlFragment? Of(ExaminerNotes? notes) => notes is null ? null : new HtmlFragment(output =>
    {
        // Written anew: what a file of the user's holds never ends the element that it stands in.
        var bytes = new ArrayBufferWriter<byte>();
        using JsonDocument document = JsonDocument.Parse(notes.Json);
        using Utf8JsonWriter json = SafeJson.Writer(bytes);
        document.RootElement.WriteTo(json);
        json.Flush();
        output.WriteMarkup("<script type=\"application/json\" id=\"notes-data\">");
        output.WriteSafe(bytes.WrittenSpan);
        output.WriteMarkup("</script>\n");
    });
}
