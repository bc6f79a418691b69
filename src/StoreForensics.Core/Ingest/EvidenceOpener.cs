using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest;

/// <summary>What the caller wants while the evidence is read once.</summary>
public sealed record OpenOptions
{
    /// <summary>Files whose bytes a compressed wrapping sets aside; see <see cref="ContentPolicy"/>.</summary>
    public ContentPolicy Keep { get; init; } = static (_, _) => false;

    /// <summary>Whether to compute the SHA-256 of the evidence in the same pass.</summary>
    public bool Hash { get; init; }

    public required Scratch Scratch { get; init; }

    public required ProblemLog Problems { get; init; }

    /// <summary>What <c>-</c> reads; null where that is not offered.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>Told the bytes read so far of the evidence file (or names, for a directory) and the total, null when unknown. May be called from another thread.</summary>
    public Action<long, long?>? Progress { get; init; }
}

/// <summary>An evidence that could be opened, with what is to be said of it.</summary>
public sealed record OpenedEvidence(IEvidenceSource Source, EvidenceDetails Details) : IDisposable
{
    public void Dispose() => Source.Dispose();
}

/// <summary>Decides by content, never by name, what an evidence is, and opens it.</summary>
public static class EvidenceOpener
{
    /// <exception cref="EvidenceOpenException">It cannot be opened, or is nothing that is known: the message says what was looked for and what was found.</exception>
    public static OpenedEvidence Open(string path, OpenOptions options)
    {
        var d = Directories.DirectorySource.Open(path, options);
        return new OpenedEvidence(d, new EvidenceDetails { Name = path, Wrapping = d.Wrapping, Entries = d.Tree.Count - 1 });
    }
}
