namespace StoreForensics.Findings.Patterns;

/// <summary>A rule file, list of indicators or list of known files that cannot be used; the message names the file, the line and what to do.</summary>
public sealed class RuleFileException : Exception
{
    public RuleFileException(string message)
        : base(message)
    {
    }

    public RuleFileException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public RuleFileException()
    {
    }
}
