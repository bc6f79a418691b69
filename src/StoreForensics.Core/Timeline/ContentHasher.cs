using System.Buffers;
using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline;

/// <summary>SHA-256 of every regular file of every layer and volume, each once, in the
/// order of their data so that a compressed evidence is read through once.</summary>
internal static class ContentHasher
{
    private const int BufferBytes = 128 * 1024;

    public static void Hash(Inventory inventory, IReadOnlyList<IEvidenceSource> sources, FileDigests digests, bool hashHoles, ProblemLog problems, Action<long,
        long?>? progress = null)
    {
        var allowance = new HoleAllowance(hashHoles);
        IReadOnlyList<int>[] wanted = [.. sources.Select(s => Wanted(inventory, s))];
        long total = wanted.Select((nodes, i) => nodes.Sum(n => sources[i].Tree[n].Size)).Sum(), done = 0;
        for (int i = 0; i < sources.Count; i++)
        {
            foreach (int node in wanted[i])
            {
                HashOne(sources[i], i, node, digests, allowance, problems);
                done += sources[i].Tree[node].Size;
                progress?.Invoke(done, total);
            }
        }
    }

    /// <summary>The same of deleted files of stores, as far as they are whole: a digest of a part would be of nothing that ever was.</summary>
    public static void HashRecovered(Inventory inventory, IReadOnlyList<IEvidenceSource> sources, FileDigests digests, bool hashHoles, ProblemLog problems)
    {
        var allowance = new HoleAllowance(hashHoles);
        var places = new Dictionary<IEvidenceSource, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < sources.Count; i++)
            places[sources[i]] = i;
        foreach (RecoveredFile file in OwnedFile.Of(inventory).Select(f => f.File))
        {
            if (file.Recovery.Certainty == Certainty.Intact && file.Entry.Facts.Kind == EntryKind.File)
                HashOne(file.Entry.Source, places[file.Entry.Source], file.Entry.Node, digests, allowance, problems);
        }
    }

    private static IReadOnlyList<int> Wanted(Inventory inventory, IEvidenceSource source)
    {
        IReadOnlyList<int> files = ReadingOrder.FilesBelow(source.Tree, inventory.FileTrees.Where(t => t.Source == source).Select(t => t.Root));
        HashSet<int> elsewhere = Elsewhere(inventory, source);
        return elsewhere.Count == 0 ? files : [.. files.Where(f => !elsewhere.Contains(f))];
    }

    // Files whose metadata alone their layer holds: there are no bytes to hash.
    private static HashSet<int> Elsewhere(Inventory inventory, IEvidenceSource source)
    {
        var found = new HashSet<int>();
        foreach (Layer layer in inventory.Layers.Where(l => l.Files is { Marks.UsesAttributes: true } files && files.Source == source))
        {
            foreach (int node in ReadingOrder.FilesBelow(source.Tree, [layer.Files!.Root]))
            {
                if (layer.Files.Marks.IsMetadataOnly(source.Tree, node))
                    found.Add(node);
            }
        }
        return found;
    }

    private static void HashOne(IEvidenceSource source, int index, int node, FileDigests digests, HoleAllowance allowance, ProblemLog problems)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using StoredFile? stream = source.OpenWithin(node, allowance, problems);
            if (stream is null)
                return;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
                hash.AppendData(buffer, 0, read);
            digests.Set(index, node, hash.GetHashAndReset());
        }
        catch (EvidenceFormatException e)
        {
            problems.Damage("SF-HASH-0001", source.Origin(node), "cannot be hashed: " + DisplayText.Escape(e.Message));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
