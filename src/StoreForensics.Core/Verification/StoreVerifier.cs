using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>
/// Recomputes every digest that the engine recorded, and compares each layer's directory with the tar that it was stored from. Layers are read in parallel,
/// each file once; what comes out does not depend on threads.
/// </summary>
public sealed class StoreVerifier
{
    private readonly Inventory _inventory;
    private readonly IReadOnlyList<IEvidenceSource> _sources;
    private readonly ProblemLog _problems;
    private readonly Action<long, long?>? _progress;
    private readonly bool _hashHoles;
    private readonly Dictionary<Layer, RecordedTree> _trees = [];
    private readonly TarDigests _tars;
    private readonly LayerOutcome?[] _outcomes;
    private long _bytes;

    private StoreVerifier(Inventory inventory, IReadOnlyList<IEvidenceSource> sources, ProblemLog problems, bool hashHoles, Action<long, long?>? progress)
    {
        (_inventory, _sources, _problems, _hashHoles, _progress) = (inventory, sources, problems, hashHoles, progress);
        _tars = new TarDigests(new HoleAllowance(hashHoles), problems);
        _outcomes = new LayerOutcome?[inventory.Layers.Count];
    }

    /// <param name="inventory">What the stores hold.</param>
    /// <param name="sources">Every evidence of the case.</param>
    /// <param name="problems">Told of records that are damaged, and of files with too many holes.</param>
    /// <param name="hashHoles">Whether files are read whatever holes they have.</param>
    /// <param name="progress">Told the bytes compared so far, from any thread.</param>
    public static VerificationResult Verify(Inventory inventory, IReadOnlyList<IEvidenceSource> sources, ProblemLog problems, bool hashHoles = false,
        Action<long, long?>? progress = null)
    {
        var verifier = new StoreVerifier(inventory, sources, problems, hashHoles, progress);
        verifier.ReadLayers();
        return new VerificationResult([.. verifier.Checks()]) { Bytes = verifier._bytes };
    }

    // A whole tree is compared with the records of all layers below it, so these come first.
    private void ReadLayers()
    {
        Layer[] readable = [.. _inventory.Layers.Where(l => l is { TarRecord: not null, Files: not null })];
        foreach (Layer layer in readable.Where(l => l.Files!.IsWholeTree).OrderBy(Depth))
        {
            RecordedTree? below = layer.Parent is { } parent ? _trees.GetValueOrDefault(parent) : null;
            _trees[layer] = new RecordedTree(below) { IsComplete = layer.Parent is null || below is not null };
        }
        _tars.Read(_inventory.Layers, bytes => _progress?.Invoke(Interlocked.Add(ref _bytes, bytes), null));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        foreach (IGrouping<int, Layer> generation in readable.GroupBy(l => l.Files!.IsWholeTree ? Depth(l) : 0).OrderBy(g => g.Key))
        {
            // The largest first, so that none is begun when the others are done.
            Layer[] layers = [.. generation.OrderByDescending(l => l.RecordedSize ?? 0).ThenBy(l => l.Index)];
            Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(layers, loadBalance: true), options, Read);
        }
    }

    private void Read(Layer layer)
    {
        RecordedTree? records = _trees.GetValueOrDefault(layer);
        LayerOutcome outcome = _problems.ContainOr(layer.Origin, null, () => new LayerVerifier(layer, records, new HoleAllowance(_hashHoles), _problems).Run())
            ?? new LayerOutcome(layer) { Unverifiable = "it could not be read to its end" };
        if (records is { IsBelowComplete: false })
            records.IsComplete = false;
        _outcomes[layer.Index] = outcome;
        _progress?.Invoke(Interlocked.Add(ref _bytes, outcome.Bytes), null);
    }

    private static int Depth(Layer layer) => layer.Stack().Count();

    private IEnumerable<Check> Checks()
    {
        foreach (IEvidenceSource source in _sources)
        {
            foreach (StoredDigest digest in _problems.ContainOr(new Origin(source.Name, default), [], () => (source as IDigestedEvidence)?.CheckDigests()
                ?? []))
                yield return EvidenceCheck(source, digest);
        }
        foreach (Image image in _inventory.Images)
            yield return _problems.ContainOr(image.Origin, null, () => ImageChecks.Of(image)) ?? ImageChecks.Unread(image);
        foreach (Check chain in ChainChecks.Of(_inventory))
            yield return chain;
        Check[] blobs = [.. BlobChecks.Of(_inventory.Blobs, _tars, new HoleAllowance(_hashHoles), _problems)];
        DistrustRecords([.. _inventory.Blobs.Zip(blobs).Where(b => b.Second.IsMismatch).Select(b => b.First.Entry)]);
        foreach (Check layer in Layers())
            yield return layer;
        foreach (Check blob in blobs)
            yield return blob;
    }

    // A tar that is not what its digest says tells nothing of the files that were made of the right one.
    private void DistrustRecords(HashSet<EntryRef> altered)
    {
        foreach (LayerOutcome outcome in _outcomes.OfType<LayerOutcome>())
        {
            if (outcome.Layer.TarRecord is { IsTar: true } record && altered.Contains(new EntryRef(record.Source, record.Node)))
                outcome.DistrustRecord();
        }
    }

    private static Check EvidenceCheck(IEvidenceSource source, StoredDigest digest) => new()
    {
        Kind = CheckKind.Evidence,
        Subject = source.Name,
        Expected = $"{digest.Algorithm}:{digest.Stored}",
        Actual = digest.Computed is null ? null : $"{digest.Algorithm}:{digest.Computed}",
        Status = digest.Computed is null ? CheckStatus.Unverifiable : digest.Computed == digest.Stored ? CheckStatus.Ok : CheckStatus.Altered,
        Detail = digest.Computed is null ? "the medium cannot be read whole" : digest.Computed == digest.Stored ? null
            : "the medium is not the one that was acquired: the image was altered or damaged since",
        Grounds = digest.Computed is null || digest.Computed == digest.Stored ? null : CheckGrounds.OfMedium,
        Origin = new Origin(source.Name, default),
    };

    // What was not compared, once for the evidence.
    private static Check Loss(IEvidenceSource source, CopyNote note) => new()
    {
        Kind = CheckKind.Evidence,
        Status = CheckStatus.Unverifiable,
        Subject = source.Name,
        Detail = $"{note.Basis}: {note.Consequence}",
        Origin = new Origin(source.Name, default),
    };

    private IEnumerable<Check> Layers()
    {
        var words = new LayerChecks(_inventory);
        foreach (Layer layer in _inventory.Layers)
        {
            if (layer.Tar is not null || !layer.Store.HasHostTimes)
            {
                yield return layer.Tar is null ? TarChecks.Missing(layer) : TarChecks.Of(layer, _tars.Of(layer.Tar.File));
                continue;
            }
            if (_outcomes[layer.Index] is not { } outcome)
            {
                yield return words.Unverifiable(layer);
                continue;
            }
            DirectoryTimes.Fold(outcome);
            foreach (Check check in LayerChecks.Of(outcome))
                yield return check;
        }
        foreach (IEvidenceSource source in _sources.Where(s => s is not NestedSource))
        {
            foreach (CopyNote note in _inventory.CopyOf(source.Name).Notes)
                yield return Loss(source, note);
        }
    }
}
