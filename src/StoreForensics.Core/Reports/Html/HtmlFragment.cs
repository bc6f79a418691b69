namespace StoreForensics.Reports.Html;

/// <summary>
/// Markup made by this program: the only value that a template prints unescaped. Templates cannot make one, so they cannot forget to escape.
/// It is written, not built, so that a million events need no memory.
/// </summary>
internal sealed class HtmlFragment(Action<HtmlOutput> write)
{
    public void WriteTo(HtmlOutput output) => write(output);
}
