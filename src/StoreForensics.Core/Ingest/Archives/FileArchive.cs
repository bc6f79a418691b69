using StoreForensics.Evidence;
using StoreForensics.Ingest.Archives.Zip;
using StoreForensics.Ingest.DiskImages;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>A tar in a file, plain, compressed, or a member of a zip or 7z, and a disk
/// image in the same. Recognised, read once, hashed on the way if asked for.</summary>
internal static class FileArchive
{
    private const string DigestCovers = "the file's bytes";

    /// <summary>The source owns the file once it is returned; until then the caller does.</summary>
    public static OpenedEvidence Open(EvidenceFile file, OpenOptions options)
    {
        byte[] head = file.Peek(0, Recogniser.FileHeadBytes);
        Recognised found = Recogniser.File(head, file.Peek(Math.Max(0, file.Length - 512), 512));
        if (found.Kind == FormatKind.Tar)
            return Plain(file, options);
        if (found.Kind.IsCompression())
            return Compressed(file, options);
        if (found.Kind.IsContainer())
            return Contained(file, found.Kind, options);
        // Where the beginning was wiped, copies further on may say what it was.
        if (found.Kind.IsDisk() || (found.Kind == FormatKind.Unknown && Ext4FileSystem.Recognises(new StreamBlocks(file.OpenStream()))))
        {
            // Its readers open it again, with the other files that it consists of.
            OpenedEvidence disk = DiskEvidence.Open(file.Path, options);
            file.Dispose();
            return disk;
        }
        throw OpenErrors.NotEvidence(file.Name, "", found, head, file.Length, null);
    }

    private static OpenedEvidence Plain(EvidenceFile file, OpenOptions options)
    {
        using EvidenceDigest? digest = options.Hash ? new EvidenceDigest() : null;
        var progress = new ProgressSteps(options.Progress, file.Length);
        using BlockInput input = digest is null
            ? new SeekableInput(file.OpenStream(), progress)
            : new ForwardInput(new ReadAhead(new WatchedStream(file.OpenStream(), digest, progress)));
        var content = new SeekableContent(file.OpenStream, file);
        IEvidenceSource source = TarSource.Read(file.Name, Unwrapped.Words(null, []), input, content, null, Log(file, options));
        string? hex = input.Failure is null ? digest?.Finish() : null; // reading stops at a read error, not before the file's end
        return EvidenceOpener.Describe(source, file.Length, hex, DigestCovers);
    }

    private static OpenedEvidence Compressed(EvidenceFile file, OpenOptions options)
    {
        using EvidenceDigest? digest = options.Hash ? new EvidenceDigest() : null;
        var watched = new WatchedStream(file.OpenStream(), digest, new ProgressSteps(options.Progress, file.Length));
        using ReadAhead? raw = digest is null ? null : new ReadAhead(watched);
        ReadAheadStream? ahead = raw is null ? null : new ReadAheadStream(raw);
        Unwrapped unwrapped = Unwrapped.Open(file.Name, ahead ?? (Stream)watched, "", takesDisks: true);
        if (unwrapped.Kind.IsDisk())
            return Disk(file, options, unwrapped, null, DigestAfterwards);
        IEvidenceSource source = ReadDecoded(file, options, unwrapped, null, () => Unwrapped.Again(file.OpenStream(), unwrapped.Layers), file);
        return EvidenceOpener.Describe(source, file.Length, DigestAfterwards(), DigestCovers);

        string? DigestAfterwards()
        {
            ahead?.Drain(); // the digest covers what follows the last compressed stream too
            return raw?.Failure is null ? digest?.Finish() : null;
        }
    }

    private static OpenedEvidence Contained(EvidenceFile file, FormatKind kind, OpenOptions options)
    {
        using BackgroundDigest? digest = options.Hash ? new BackgroundDigest(file) : null;
        var container = new MemberContainer(file, kind, Log(file, options));
        if (container.IsOfFiles)
            return Files(file, options, digest);
        Unwrapped unwrapped = Unwrapped.Open(file.Name, container.OpenMember(), $"a {kind.Name()} holding ", takesDisks: true);
        if (unwrapped.Kind.IsDisk())
            return Disk(file, options, unwrapped, kind, () => digest?.Finish());
        IEvidenceSource source = ReadDecoded(file, options, unwrapped, kind, () => Unwrapped.Again(container.OpenMember(), unwrapped.Layers), file);
        return EvidenceOpener.Describe(source, file.Length, digest?.Finish(), DigestCovers);
    }

    private static OpenedEvidence Files(EvidenceFile file, OpenOptions options, BackgroundDigest? digest)
    {
        try
        {
            return EvidenceOpener.Describe(ZipSource.Read(file, options.Problems), file.Length, digest?.Finish(), DigestCovers);
        }
        catch (EvidenceFormatException e)
        {
            throw new EvidenceOpenException($"{DisplayText.Escape(file.Name)}: {e.Message}", e);
        }
    }

    private static OpenedEvidence Disk(EvidenceFile file, OpenOptions options, Unwrapped unwrapped, FormatKind? container, Func<string?> digest)
    {
        SpooledDisk content = SpooledDisk.Read(unwrapped.Content, options, new Origin(file.Name, default));
        var wrapping = new DiskWrapping(Unwrapped.Around(container, unwrapped.Layers), Path.GetFileName(file.Path), content)
        {
            SizeBytes = file.Length,
            Sha256 = digest()
        };
        OpenedEvidence disk = DiskEvidence.Open(file.Path, wrapping, options);
        file.Dispose();
        return disk;
    }

    private static TarSource ReadDecoded(EvidenceFile file, OpenOptions options, Unwrapped unwrapped, FormatKind? container, Func<Stream> reopen,
        IDisposable owner)
    {
        using var input = new ForwardInput(new ReadAhead(unwrapped.Content));
        var kept = new KeptContent(options);
        return TarSource.Read(file.Name, Unwrapped.Words(container, unwrapped.Layers), input, new DecodedContent(reopen, owner), kept, Log(file, options));
    }

    private static ArchiveLog Log(EvidenceFile file, OpenOptions options) => new(options.Problems, new Origin(file.Name, default));
}
