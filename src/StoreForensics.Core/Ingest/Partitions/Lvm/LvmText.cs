using System.Globalization;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>Parses the text of the metadata: <c>name = value</c>, <c>name { … }</c>, lists
/// in brackets, strings in quotes, comments after <c>#</c> (lvm.conf(5)).</summary>
internal ref struct LvmText(string text)
{
    private const int MaxDepth = 16;

    private readonly string _text = text;
    private int _at;

    /// <exception cref="EvidenceFormatException">It is no such text.</exception>
    public static LvmSection Parse(string text)
    {
        var parser = new LvmText(text);
        return parser.Section(0);
    }

    private LvmSection Section(int depth)
    {
        if (depth > MaxDepth)
            throw Bad("sections within sections, too deep");
        var section = new LvmSection();
        while (true)
        {
            Skip();
            if (_at == _text.Length && depth == 0)
                return section;
            if (Take('}'))
                return depth > 0 ? section : throw Bad("a section's end without its beginning");
            string name = Name();
            Skip();
            if (Take('{'))
                section.Add(name, Section(depth + 1));
            else if (Take('='))
                section.Add(name, Value());
            else
                throw Bad($"'{DisplayText.Escape(name)}' without a value");
        }
    }

    private object Value()
    {
        Skip();
        if (!Take('['))
            return Scalar();
        var list = new List<object>();
        while (true)
        {
            Skip();
            if (Take(']'))
                return list;
            list.Add(Scalar());
            Skip();
            Take(',');
        }
    }

    private object Scalar()
    {
        if (Take('"'))
            return Quoted();
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '+' or '.'))
            _at++;
        ReadOnlySpan<char> word = _text.AsSpan(start, _at - start);
        // Fractions are for priorities and the like, and never needed here.
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            return number;
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction) ? fraction
            : throw Bad("no value where one should be");
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != '"')
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
                _at++;
            value.Append(_text[_at++]);
        }
        return Take('"') ? value.ToString() : throw Bad("a string without an end");
    }

    private string Name()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or '.' or '+' or '/'))
            _at++;
        return _at > start ? _text[start.._at] : throw Bad("no name where one should be");
    }

    private bool Take(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private void Skip()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] == '#')
            {
                int end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else if (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\0')
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private readonly EvidenceFormatException Bad(string message) => new(PartitionProblems.BadMetadata, $"LVM metadata that cannot be read: {message}", _at);
}
