using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>A tar that goes by once: standard input, a FIFO.</summary>
internal static class PipedArchive
{
    /// <param name="name">As typed.</param>
    /// <param name="pipe">The bytes; taken over.</param>
    /// <param name="owner">What to dispose when the source is disposed.</param>
    /// <param name="options">See there.</param>
    public static OpenedEvidence Open(string name, Stream pipe, IDisposable? owner, OpenOptions options)
    {
        using EvidenceDigest? digest = options.Hash ? new EvidenceDigest() : null;
        var watched = new WatchedStream(pipe, digest, new ProgressSteps(options.Progress, null));
        using ReadAhead? raw = digest is null ? null : new ReadAhead(watched);
        var ahead = raw is null ? null : new ReadAheadStream(raw);
        Unwrapped unwrapped = Unwrapped.Open(name, ahead ?? (Stream)watched, "");
        using var input = new ForwardInput(new ReadAhead(unwrapped.Content));
        var log = new ArchiveLog(options.Problems, new Origin(name, default));
        var kept = new KeptContent(options);
        var source = TarSource.Read(name, Unwrapped.Words(null, unwrapped.Layers), input, new GoneContent(owner), kept, log);
        ahead?.Drain();
        return EvidenceOpener.Describe(source, null, digest?.Finish(), "the bytes that came through the pipe");
    }
}
