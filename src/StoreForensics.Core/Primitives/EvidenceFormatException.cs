namespace StoreForensics.Primitives;

/// <summary>
/// Damage at a known place. Thrown by parsers, caught by the nearest loop over siblings, which records a <see cref="Problem"/> and goes on.
/// </summary>
public sealed class EvidenceFormatException : Exception
{
    public EvidenceFormatException(string code, string message, long? offset = null, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Offset = offset;
    }

    /// <summary>Stable, <c>SF-AREA-NNNN</c>.</summary>
    public string Code { get; }

    /// <summary>Byte offset in the thing being parsed; null when it has none.</summary>
    public long? Offset { get; }
}

/// <summary>The evidence as a whole cannot be opened or holds no store: exit code 3. The message is one or two lines for the user.</summary>
public sealed class EvidenceOpenException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The call is wrong (ambiguous image, no such container): exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);
