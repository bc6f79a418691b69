using StoreForensics.Cases;

namespace StoreForensics.Reports.Html.Data;

/// <summary>The examiner's notes, for <c>templates/js/notes.js</c>, which reads them as it reads an import.</summary>
internal static class NotesData
{
    /// <summary>Null where none were given.</summary>
    public static HtmlFragment? Of(ExaminerNotes? notes) => notes is null ? null : new HtmlFragment(output =>
    {
        output.WriteMarkup("<script type=\"application/json\" id=\"notes-data\">");
        output.WriteSafe(notes.Json.Span);
        output.WriteMarkup("</script>\n");
    });
}
