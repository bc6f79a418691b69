using System.Buffers;
using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Views;

/// <summary>SHA-256 of the files of a listing, each content read once, in the order in which contents lie in the evidence: a compressed one goes by
/// once.</summary>
public sealed class EntryDigests
{
    private readonly Dictionary<(IEvidenceSource Source, int Node), byte[]> _digests = [];

    private const int BufferBytes = 512 * 1024, LeastAside = 64 * 1024;

    private EntryDigests()
    {
    }

    /// <summary>Files that cannot be read, or have too many holes to read as zeros, become problems and have no digest.</summary>
    /// <param name="entries">What is listed; what is no file is passed over.</param>
    /// <param name="hashHoles">Whether all holes are read.</param>
    /// <param name="problems">See above.</param>
    /// <param name="progress">Told the bytes read and those of all.</param>
    public static EntryDigests Of(IEnumerable<ListedEntry> entries, bool hashHoles, ProblemLog problems, Action<long, long?>? progress)
    {
        var digests = new EntryDigests();
        var wanted = new HashSet<(IEvidenceSource Source, int Node)>();
        foreach (ListedEntry listed in entries)
        {
            if (Key(listed.Entry) is { } key)
                wanted.Add(key);
        }
        var allowance = new HoleAllowance(hashHoles);
        long total = wanted.Sum(w => w.Source.Tree[w.Node].Size), done = 0;
        foreach (var source in wanted.GroupBy(w => w.Source))
        {
            foreach ((_, int node) in source.OrderBy(w => w.Source.Tree[w.Node].DataOffset).ThenBy(w => w.Node))
            {
                digests.Compute(source.Key, node, allowance, problems);
                progress?.Invoke(done += source.Key.Tree[node].Size, total);
            }
        }
        return digests;
    }

    /// <summary>32 bytes; null for what is no file, or could not be read.</summary>
    public byte[]? Of(ViewEntry entry) => Key(entry) is { } key ? _digests.GetValueOrDefault(key) : null;

    private static (IEvidenceSource Source, int Node)? Key(ViewEntry entry) =>
        entry.Facts.Kind == EntryKind.File && FileContent.Of(entry) is { } content
            ? (content.Layer.Files!.Source, content.Tree.FirstLink(content.Node)) : null;

    private void Compute(IEvidenceSource source, int node, HoleAllowance allowance, ProblemLog problems)
    {
        try
        {
            using StoredFile? stream = source.OpenWithin(node, allowance, problems);
            if (stream is not null)
                _digests[(source, node)] = Digest(stream);
        }
        catch (EvidenceFormatException e)
        {
            problems.Damage("SF-HASH-0001", source.Origin(node), "cannot be hashed: " + DisplayText.Escape(e.Message));
        }
    }

    // What was read is hashed while the next is read: reading takes a processor too, where data is checked or unpacked.
    private static byte[] Digest(Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] filled = ArrayPool<byte>.Shared.Rent(BufferBytes), next = ArrayPool<byte>.Shared.Rent(BufferBytes);
        Task hashing = Task.CompletedTask;
        try
        {
            while (stream.Read(next, 0, BufferBytes) is var read and > 0)
            {
                hashing.Wait();
                (filled, next) = (next, filled);
                byte[] bytes = filled;
                if (read < LeastAside)
                    hash.AppendData(bytes, 0, read);
                else
                    hashing = Task.Run(() => hash.AppendData(bytes, 0, read));
            }
        }
        finally
        {
            hashing.Wait();
            ArrayPool<byte>.Shared.Return(filled);
            ArrayPool<byte>.Shared.Return(next);
        }
        return hash.GetHashAndReset();
    }
}
