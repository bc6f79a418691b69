using System.Text;

namespace StoreForensics.Formats.Sqlite.Schema;

/// <summary>
/// Cuts a statement of a schema into tokens, as the library does (tokenize.c, and https://www.sqlite.org/lang_keywords.html for the four kinds of quotes).
/// Nothing is understood here but quotes, comments and parentheses.
/// </summary>
internal ref struct SchemaTokens(ReadOnlySpan<char> sql)
{
    private readonly ReadOnlySpan<char> _sql = sql;
    private int _at;
    private int _depth;

    /// <summary>All tokens; null when a quote, a comment or a parenthesis does not end.</summary>
    public static List<SchemaToken>? Of(string sql)
    {
        var reader = new SchemaTokens(sql);
        var tokens = new List<SchemaToken>();
        while (reader.TrySkip())
        {
            if (reader._at == sql.Length)
                return reader._depth == 0 ? tokens : null;
            if (reader.Next() is not SchemaToken token)
                return null;
            tokens.Add(token);
        }
        return null;
    }

    // Spaces and comments; false when a comment does not end. The library lets one that ends the text stand open, and so do we with lines.
    private bool TrySkip()
    {
        while (_at < _sql.Length)
        {
            ReadOnlySpan<char> rest = _sql[_at..];
            if (rest[0] is ' ' or '\t' or '\n' or '\f' or '\r')
                _at++;
            else if (rest.StartsWith("--"))
                _at = rest.IndexOf('\n') is var end and >= 0 ? _at + end + 1 : _sql.Length;
            else if (rest.StartsWith("/*"))
            {
                int end = rest[2..].IndexOf("*/");
                if (end < 0)
                    return false;
                _at += end + 4;
            }
            else
                return true;
        }
        return true;
    }

    private SchemaToken? Next() => _sql[_at] switch
    {
        '[' => Quoted(']', isDoubled: false),
        '"' or '`' or '\'' => Quoted(_sql[_at], isDoubled: true),
        '(' => new SchemaToken(SchemaTokenKind.Sign, Take(1), _depth++),
        ')' => _depth == 0 ? null : new SchemaToken(SchemaTokenKind.Sign, Take(1), --_depth),
        var c when char.IsAsciiDigit(c) => new SchemaToken(SchemaTokenKind.Number, Word(), _depth),
        var c when IsWordPart(c) => new SchemaToken(SchemaTokenKind.Word, Word(), _depth),
        _ => new SchemaToken(SchemaTokenKind.Sign, Take(1), _depth),
    };

    private SchemaToken? Quoted(char close, bool isDoubled)
    {
        var text = new StringBuilder();
        for (int at = _at + 1; at < _sql.Length; at++)
        {
            if (_sql[at] != close)
                text.Append(_sql[at]);
            else if (isDoubled && at + 1 < _sql.Length && _sql[at + 1] == close)
                text.Append(_sql[at++]);
            else
            {
                _at = at + 1;
                return new SchemaToken(SchemaTokenKind.Quoted, text.ToString(), _depth);
            }
        }
        return null;
    }

    private string Word()
    {
        int length = 1;
        while (_at + length < _sql.Length && IsWordPart(_sql[_at + length]))
            length++;
        return Take(length);
    }

    private string Take(int length)
    {
        string text = _sql.Slice(_at, length).ToString();
        _at += length;
        return text;
    }

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || c >= 0x80;
}
