namespace StoreForensics.Reports.Documents;

/// <summary>How a span is set.</summary>
internal enum SpanStyle
{
    Plain,
    Bold,

    /// <summary>Fixed width: paths, ids, commands, times.</summary>
    Mono,
}

/// <summary>What a span or box means to the reader; drawn as a colour.</summary>
internal enum Tone
{
    Normal,

    /// <summary>Less important: a label, a second line.</summary>
    Muted,

    /// <summary>A reference to another place of the document.</summary>
    Link,
    Good,
    Warning,
    Danger,
}
