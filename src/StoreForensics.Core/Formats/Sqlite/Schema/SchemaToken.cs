namespace StoreForensics.Formats.Sqlite.Schema;

/// <summary>A token of a schema's statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Without its quotes.</param>
/// <param name="Depth">How many parentheses it stands in; those themselves stand outside.</param>
internal readonly record struct SchemaToken(SchemaTokenKind Kind, string Text, int Depth)
{
    /// <summary>Whether it is that keyword: unquoted, in any case.</summary>
    public bool Is(string word) => Kind == SchemaTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSign(char sign) => Kind == SchemaTokenKind.Sign && Text[0] == sign;

    /// <summary>Whether it can name something. SQLite takes even a quoted string for a name (https://www.sqlite.org/lang_keywords.html).</summary>
    public bool IsName => Kind is SchemaTokenKind.Word or SchemaTokenKind.Quoted;
}

internal enum SchemaTokenKind
{
    Word,
    Quoted,
    Number,
    Sign,
}
