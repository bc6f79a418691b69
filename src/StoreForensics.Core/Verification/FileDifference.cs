using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>One aspect in which a file is not as recorded, in words: <c>mode</c>, <c>0644</c>, <c>4755</c>.</summary>
internal readonly record struct AspectDifference(FileAspects Aspect, string Name, string Recorded, string Found);

/// <summary>A file of a layer that is not as recorded.</summary>
internal sealed class FileDifference(EvidencePath path, CheckStatus status)
{
    private readonly List<AspectDifference> _aspects = [];

    /// <summary>Without a leading slash; empty for the layer's root.</summary>
    public EvidencePath Path => path;

    public CheckStatus Status { get; private set; } = status;

    /// <summary>The entry on disk; of a missing file its nearest directory that is there.</summary>
    public required int Node { get; init; }

    public Timestamp? RecordedModified { get; init; }

    /// <summary>What else is to be said.</summary>
    public string? Note { get; set; }

    public IReadOnlyList<AspectDifference> Differences => _aspects;

    public FileAspects Aspects { get; private set; }

    public void Add(AspectDifference difference)
    {
        _aspects.Add(difference);
        Aspects |= difference.Aspect;
    }

    /// <summary>Forgets that the file's capability is gone. Whether anything is left.</summary>
    public bool WithoutLostCapability()
    {
        _aspects.RemoveAll(a => a is { Aspect: FileAspects.Attributes, Name: "attribute " + EntryCheck.Capability, Found: "none" });
        Aspects = _aspects.Aggregate(FileAspects.None, (all, a) => all | a.Aspect);
        return Status != CheckStatus.Altered || _aspects.Count > 0;
    }

    /// <summary>Nothing contradicts the record, but the bytes could not be read.</summary>
    public void CallUnverifiable() => Status = CheckStatus.Unverifiable;
}
