using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Ingest.DiskImages;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest;

/// <summary>
/// Any source as everyone beyond reads it: whatever goes wrong where a file is opened or read is <see cref="EvidenceFormatException"/>, so that the nearest
/// loop goes on with the next file. The one place that has to know what packages, the runtime and the system throw.
/// </summary>
internal sealed class GuardedSource(IEvidenceSource inner, OpenOptions options)
    : IEvidenceSource, IDigestedEvidence, IPoolDevices, INestedPools, IDeletedEvidence
{
    private readonly List<NestedSource> _nested = [];
    private readonly ProblemLog _problems = options.Problems;

    public string Name => inner.Name;

    public IReadOnlyList<string> Wrapping => inner.Wrapping;

    public EvidenceTree Tree => inner.Tree;

    public bool NamesInodes => inner.NamesInodes;

    public ReadOnlyMemory<byte> OriginPrefix => inner.OriginPrefix;

    public Stream Open(int node)
    {
        _problems.Probe?.Invoke(ProbePlace.Reader);
        try
        {
            _problems.Probe?.Invoke(ProbePlace.Source);
            return new GuardedStream(inner.Open(node), this, node);
        }
        catch (Exception e) when (IsForeign(e))
        {
            throw Damage(node, e);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IRecoveredSource> Recover(ProblemLog problems) => (inner as IDeletedEvidence)?.Recover(problems) ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<(int Root, IUnusedSpace Space)> Unused() => (inner as IDeletedEvidence)?.Unused() ?? [];

    public IReadOnlyList<StoredDigest> CheckDigests() => (inner as IDigestedEvidence)?.CheckDigests() ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<PoolDevice> PoolDevices => (inner as IPoolDevices)?.PoolDevices ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<NestedSource> Nested => _nested;

    /// <inheritdoc/>
    public (IEvidenceSource Source, IReadOnlyList<PoolDevice> Devices)? OpenPool(int metadata, int data)
    {
        PoolSource? pool = PoolSource.Open(this, metadata, data, options);
        if (pool is null)
            return null;
        var nested = new NestedSource(new EntryRef(this, data), new GuardedSource(pool, options));
        _nested.Add(nested);
        return (nested, pool.PoolDevices);
    }

    public void Dispose()
    {
        foreach (NestedSource nested in _nested)
            nested.Dispose();
        inner.Dispose();
    }

    private static bool IsForeign(Exception e) => e is not EvidenceFormatException && Containment.Holds(e);

    private EvidenceFormatException Damage(int node, Exception e) => _problems.AsDamage(new Origin(Name, Tree.PathOf(node)), e);

    private sealed class GuardedStream(Stream file, GuardedSource source, int node) : Stream, IHoles
    {
        public override bool CanRead => true;

        public override bool CanSeek => file.CanSeek;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override int Read(Span<byte> buffer)
        {
            source.Ask(ProbePlace.Reader);
            try
            {
                source.Ask(ProbePlace.Source);
                return file.Read(buffer);
            }
            catch (Exception e) when (IsForeign(e))
            {
                throw source.Damage(node, e);
            }
        }

        /// <inheritdoc/>
        public DataRun NextData(long from) => file.NextData(from);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                file.Dispose();
            base.Dispose(disposing);
        }
    }

    private void Ask(ProbePlace place) => _problems.Probe?.Invoke(place);
}
