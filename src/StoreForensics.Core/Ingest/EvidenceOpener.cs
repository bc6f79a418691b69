using StoreForensics.Evidence;
using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Directories;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest;

/// <summary>What the caller wants while the evidence is read once.</summary>
public sealed record OpenOptions
{
    /// <summary>Files whose bytes a compressed wrapping sets aside; see <see cref="ContentPolicy"/>.</summary>
    public ContentPolicy Keep { get; init; } = static (_, _) => false;

    /// <summary>Files set aside as well, as long as there is room for temporary files; past that they are reached by decompressing again.</summary>
    public ContentPolicy KeepIfRoom { get; init; } = static (_, _) => false;

    /// <summary>Whether to compute the SHA-256 of the evidence in the same pass.</summary>
    public bool Hash { get; init; }

    /// <summary>Whether that digest is computed even if it reads more zeros of holes than <see cref="HoleAllowance"/> allows.</summary>
    public bool HashHoles { get; init; }

    public required Scratch Scratch { get; init; }

    public required ProblemLog Problems { get; init; }

    /// <summary>A second directory for the files that a disk image's header names; null: only beside the evidence.</summary>
    public string? DiskDirectory { get; init; }

    /// <summary>What opens encrypted volumes; null: nothing was given.</summary>
    public DiskKey? Key { get; init; }

    /// <summary>The other evidences of the call, which members of volume groups and arrays may lie on; and whether each was opened before this one.</summary>
    public IReadOnlyList<(string Path, bool IsBefore)> Others { get; init; } = [];

    /// <summary>
    /// Told the full paths of the files that a disk image consists of, the evidence first,
    /// before anything of the disk but its headers is read. What it throws ends the opening.
    /// </summary>
    public Action<IReadOnlyList<string>>? FilesFound { get; init; }

    /// <summary>What the evidence is called in all that is told of it; null: its path. For a path that a case has twice.</summary>
    public string? Name { get; init; }

    /// <summary>What <c>-</c> reads; null where that is not offered.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>Told the bytes read so far of the evidence file (or names, for a directory)
    /// and the total, null when unknown. May be called from another thread.</summary>
    public Action<long, long?>? Progress { get; init; }
}

/// <summary>An evidence that could be opened, with what is to be said of it.</summary>
public sealed record OpenedEvidence(IEvidenceSource Source, EvidenceDetails Details) : IDisposable
{
    public void Dispose() => Source.Dispose();
}

/// <summary>Decides by content, never by name, what an evidence is, and opens it.</summary>
/// <remarks>
/// A directory; a tar, plain or compressed with gzip, bzip2, xz, zstd or lz4 (also one around another), or such a file in a zip or 7z; a tar of the same kinds,
/// but in no zip or 7z, from standard input (<c>-</c>) or another pipe: then only what <see cref="OpenOptions.Keep"/> asks for can be opened afterwards.
/// A disk image of any format that <see cref="DiskImages.DiskEvidence"/> reads, also compressed or in a zip or 7z, by its path only.
/// </remarks>
public static class EvidenceOpener
{
    /// <exception cref="EvidenceOpenException">It cannot be opened, or is nothing that
    /// is known: the message says what was looked for and what was found.</exception>
    public static OpenedEvidence Open(string path, OpenOptions options) => Guarded(path, options, () => OpenBare(path, options))!;

    private static OpenedEvidence? Guarded(string path, OpenOptions options, Func<OpenedEvidence?> open)
    {
        try
        {
            return open() is { } opened ? opened with { Source = new GuardedSource(opened.Source, options) } : null;
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            throw new EvidenceOpenException($"{DisplayText.Escape(options.Name ?? path)}: cannot be opened: {Containment.Words(e)}", e);
        }
    }

    private static OpenedEvidence OpenBare(string path, OpenOptions options)
    {
        if (path == "-" && options.StandardInput is { } input)
            return PipedArchive.Open(options.Name ?? path, input, owner: null, options);
        if (Directory.Exists(path))
            return OpenDirectory(path, options);
        EvidenceFile file = EvidenceFile.Open(path, name: options.Name, probe: options.Problems.Probe);
        try
        {
            options = WithoutHoles(file, options);
            return file.Pipe is { } pipe ? PipedArchive.Open(file.Name, pipe, file, options) : FileArchive.Open(file, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The disk image that an opened tar holds, for one that has nothing else to offer; it takes over what it lies in. Null: there is none.</summary>
    /// <param name="opened">The tar.</param>
    /// <param name="path">Its path.</param>
    /// <param name="options">As it was opened with.</param>
    /// <exception cref="EvidenceOpenException">It holds several, or its only one cannot be opened.</exception>
    public static OpenedEvidence? OpenInside(OpenedEvidence opened, string path, OpenOptions options) =>
        Guarded(path, options, () => DiskImages.NestedDisk.TryOpen(opened, path, options));

    /// <summary>What to say of an evidence whose names have been read.</summary>
    internal static OpenedEvidence Describe(IEvidenceSource source, long? sizeBytes, string? sha256, string sha256Of) => new(source, new EvidenceDetails
    {
        Name = source.Name,
        Wrapping = source.Wrapping,
        SizeBytes = sizeBytes,
        Sha256 = sha256,
        Sha256Of = sha256 is null ? null : sha256Of,
        Entries = CountNames(source.Tree),
    });

    private static OpenedEvidence OpenDirectory(string path, OpenOptions options)
    {
        DirectorySource source = DirectorySource.Open(path, options);
        try
        {
            string? digest = options.Hash ? DirectoryManifest.Compute(source, options.Problems, options.Progress).Hex : null;
            return Describe(source, null, digest, DirectoryManifest.Description);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static OpenOptions WithoutHoles(EvidenceFile file, OpenOptions options)
    {
        if (!options.Hash || file.Pipe is not null || new HoleAllowance(options.HashHoles).Refusal(file.OpenStream().NextData, file.Length) is not { } refusal)
            return options;
        options.Problems.Warn(HoleAllowance.Code, new Origin(file.Name, default), refusal);
        return options with { Hash = false };
    }

    // The root is no name, and directories that only other names imply are not in the evidence.
    private static long CountNames(EvidenceTree tree)
    {
        long count = 0;
        for (int node = 1; node < tree.Count; node++)
            count += tree[node].Kind == EntryKind.Implied ? 0 : 1;
        return count;
    }
}
