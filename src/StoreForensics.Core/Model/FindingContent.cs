namespace StoreForensics.Model;

/// <summary>What a file that a finding is about holds, and what it held before, as far as its beginning tells.</summary>
public sealed record FindingContent
{
    /// <summary>What showed in its place before; null when nothing did.</summary>
    public FileGlance? Before { get; init; }

    /// <summary>What it is now; null when it is gone.</summary>
    public FileGlance? After { get; init; }

    /// <summary>Of texts, the difference in the unified form, lines apart by LF; of one that was added all its lines, of one that is gone all it had.
    /// Empty where it is no text or says nothing more. Text of the evidence, unescaped, with whatever secrets are in it.</summary>
    public string Difference { get; init; } = "";

    /// <summary>Whether the file is a secret as a whole: a private key, a token, or what a finding calls a file of secrets.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether there is more of the difference, or it was taken from the beginnings of longer files.</summary>
    public bool IsCut { get; init; }

    /// <summary>Of what is no text, the first printable runs in it. Text of the evidence, unescaped.</summary>
    public IReadOnlyList<string> Strings { get; init; } = [];

    /// <summary>Where else the same bytes are: <c>NAME:PATH</c> of an image, a container or a volume, with the evidence where that is
    /// another one; those of its own evidence first, then in byte order; the first ones.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];

    /// <summary>Whether a lowest layer of an image has the same bytes, as every host with that image: to have them in common says little.</summary>
    public bool IsStock { get; init; }

    /// <summary>In how many more places than <see cref="Elsewhere"/> names.</summary>
    public int MoreElsewhere { get; init; }
}

/// <summary>A file at a glance.</summary>
/// <param name="Kind">What its first bytes say it is, in words.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">In lower-case hex; null where it was not read whole.</param>
public sealed record FileGlance(string Kind, long Size, string? Sha256);
