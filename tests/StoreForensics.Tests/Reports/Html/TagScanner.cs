using System.Net;

namespace StoreForensics.Tests.Reports.Html;

/// <summary>One start tag as a browser would see it; <see cref="Text"/> is the raw text of a script, style or title.</summary>
internal sealed record ScannedTag(string Name, IReadOnlyDictionary<string, string> Attributes, string Text);

/// <summary>A small HTML tokenizer: start tags with their attributes, raw text elements, comments. Checks that elements are closed in order.</summary>
internal sealed class TagScanner
{
    private static readonly string[] s_void = ["meta", "input", "br", "img", "link", "hr", "base"];
    private static readonly string[] s_raw = ["script", "style", "title"];
    private readonly Stack<string> _open = [];
    private readonly string _html;
    private int _at;

    private TagScanner(string html) => _html = html;

    public List<ScannedTag> Tags { get; } = [];

    public List<string> Faults { get; } = [];

    public static TagScanner Scan(string html)
    {
        var scanner = new TagScanner(html);
        scanner.Run();
        return scanner;
    }

    private void Run()
    {
        while ((_at = _html.IndexOf('<', _at)) >= 0)
        {
            if (_html.AsSpan(_at).StartsWith("<!--"))
                Faults.Add("comment at " + _at);
            if (_html.AsSpan(_at).StartsWith("<!doctype html>"))
                _at += 15;
            else if (_at + 1 < _html.Length && _html[_at + 1] == '/')
                EndTag();
            else if (_at + 1 < _html.Length && char.IsAsciiLetter(_html[_at + 1]))
                StartTag();
            else
                Faults.Add("stray < at " + _at++);
        }
        foreach (string name in _open)
            Faults.Add("not closed: " + name);
    }

    private void EndTag()
    {
        int end = _html.IndexOf('>', _at);
        string name = _html[(_at + 2)..end];
        if (!_open.TryPop(out string? open) || open != name)
            Faults.Add($"</{name}> closes <{open}> at {_at}");
        _at = end + 1;
    }

    private void StartTag()
    {
        _at++;
        string name = Word();
        var attributes = new Dictionary<string, string>();
        while (true)
        {
            SkipBlanks();
            if (_html[_at] == '>')
                break;
            string attribute = Word();
            if (attribute.Length == 0 || !attributes.TryAdd(attribute, Value()))
                Faults.Add($"attribute '{attribute}' of {name} at {_at++}");
        }
        _at++;
        string text = s_raw.Contains(name) ? RawText(name) : "";
        if (!s_void.Contains(name) && !s_raw.Contains(name))
            _open.Push(name);
        Tags.Add(new ScannedTag(name, attributes, text));
    }

    private string RawText(string name)
    {
        int end = _html.IndexOf("</" + name, _at, StringComparison.OrdinalIgnoreCase);
        string text = _html[_at..end];
        _at = _html.IndexOf('>', end) + 1;
        return text;
    }

    private string Value()
    {
        if (_html[_at] != '=')
            return "";
        if (_html[_at + 1] != '"')
        {
            Faults.Add("unquoted value at " + _at);
            return "";
        }
        int end = _html.IndexOf('"', _at + 2);
        string value = _html[(_at + 2)..end];
        _at = end + 1;
        return WebUtility.HtmlDecode(value);
    }

    private string Word()
    {
        int from = _at;
        while (char.IsAsciiLetterOrDigit(_html[_at]) || _html[_at] is '-' or ':')
            _at++;
        return _html[from.._at];
    }

    private void SkipBlanks()
    {
        while (char.IsWhiteSpace(_html[_at]))
            _at++;
    }
}
