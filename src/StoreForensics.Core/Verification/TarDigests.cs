using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>What came of reading a layer's tar once.</summary>
/// <param name="Blob">The digest of its bytes as they lie, with <c>sha256:</c>; null when they cannot be read to their end.</param>
/// <param name="Plain">The same of what they are when decompressed, which a diff id is.</param>
/// <param name="Fault">Why one is null, in words; null when none is.</param>
/// <param name="Bytes">Read.</param>
internal sealed record TarDigest(string? Blob, string? Plain, string? Fault, long Bytes);

/// <summary>Digests of the tars that layers are, compressed and not, each read once from its start to its end.</summary>
internal sealed class TarDigests(HoleAllowance allowance, ProblemLog problems)
{
    private const int BufferBytes = 128 * 1024;

    private readonly ConcurrentDictionary<EntryRef, TarDigest> _known = new();

    /// <summary>Null for a file that was not read.</summary>
    public TarDigest? Of(EntryRef file) => _known.GetValueOrDefault(file);

    /// <summary>Reads the tars of layers. Those of one source one after another, in the order of their bytes: it may be a stream.</summary>
    public void Read(IEnumerable<Layer> layers, Action<long> done)
    {
        EntryRef[] files = [.. layers.Select(l => l.Tar?.File).OfType<EntryRef>().Distinct()];
        foreach (IGrouping<IEvidenceSource, EntryRef> source in files.GroupBy(f => f.Source))
        {
            bool isSeekable = source.Key.Wrapping.All(w => w is "tar" or "directory");
            EntryRef[] ordered = [.. source.OrderBy(f => f.Facts.DataOffset).ThenBy(f => f.Node)];
            var options = new ParallelOptions { MaxDegreeOfParallelism = isSeekable ? Environment.ProcessorCount : 1 };
            Parallel.ForEach(Partitioner.Create(ordered, loadBalance: true), options, file =>
            {
                _known[file] = problems.ContainOr(file.Origin(), null, () => Compute(file)) ?? new TarDigest(null, null, "it cannot be read", 0);
                done(_known[file].Bytes);
            });
        }
    }

    private TarDigest Compute(EntryRef file)
    {
        using StoredFile? stored = file.Source.OpenWithin(file.Node, allowance, problems);
        if (stored is null)
            return new TarDigest(null, null, "more bytes of holes than are read; --hash-holes reads them all the same", 0);
        using var blob = new DigestStream(stored);
        string? plain = null, fault = null;
        try
        {
            plain = Digest(StoredFile.Unpacked(new Unclosed(blob)));
        }
        catch (EvidenceFormatException e)
        {
            fault = "cannot be read: " + DisplayText.Escape(e.Message);
        }
        try
        {
            blob.Drain();
            return new TarDigest(blob.Finish(), plain, fault, blob.Total);
        }
        catch (EvidenceFormatException e)
        {
            return new TarDigest(null, null, "cannot be read: " + DisplayText.Escape(e.Message), blob.Total);
        }
    }

    private static string Digest(Stream plain)
    {
        using Stream owned = plain;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (int read = owned.Read(buffer); read > 0; read = owned.Read(buffer))
                hash.AppendData(buffer, 0, read);
            return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Hashes what passes.</summary>
    private sealed class DigestStream(Stream inner) : ForwardStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Total { get; private set; }

        /// <summary>What follows the compressed data counts as well.</summary>
        public void Drain()
        {
            byte[] rest = ArrayPool<byte>.Shared.Rent(BufferBytes);
            while (Read(rest) > 0)
            {
            }
            ArrayPool<byte>.Shared.Return(rest);
        }

        public string Finish() => "sha256:" + Convert.ToHexStringLower(_hash.GetHashAndReset());

        public override int Read(Span<byte> buffer)
        {
            int read = inner.Read(buffer);
            _hash.AppendData(buffer[..read]);
            Total += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _hash.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>The decoder may dispose of it: what follows is read afterwards.</summary>
    private sealed class Unclosed(Stream inner) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => inner.Read(buffer);
    }
}
