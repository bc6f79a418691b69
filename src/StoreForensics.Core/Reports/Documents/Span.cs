
namespace StoreForensics.Reports.Documents;

/// <summary>A run of text of one look. Text from the evidence may be put in raw: whatever draws the document escapes what could mislead.</summary>
/// <param name="Text">The text; control characters in it, line feeds too, are shown as escapes.</param>
/// <param name="Style">How it is set.</param>
/// <param name="Tone">What it means.</param>
/// <param name="Link">The anchor of the heading that it refers to; null: no reference. A reference to nowhere is drawn as plain text.</param>
internal sealed record Span(string Text, SpanStyle Style = SpanStyle.Plain, Tone Tone = Tone.Normal, string? Link = null)
{
    /// <summary>Ends a line.</summary>
    public static readonly Span LineBreak = new("");

    public static implicit operator Span(string text) => new(text);

    public static Span Bold(string text, Tone tone = Tone.Normal) => new(text, SpanStyle.Bold, tone);

    public static Span Mono(string text, Tone tone = Tone.Normal) => new(text, SpanStyle.Mono, tone);

    public static Span Muted(string text) => new(text, SpanStyle.Plain, Tone.Muted);

    /// <summary>A reference; plain text when there is no anchor.</summary>
    public static Span To(string? anchor, string text, SpanStyle style = SpanStyle.Plain) =>
        new(text, style, anchor is null ? Tone.Normal : Tone.Link, anchor);
}
