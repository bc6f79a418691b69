using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>What everything that opens one evidence's disk shares: the files, the cache, the chain of parents so far, and where problems go.</summary>
internal sealed class DiskOpening(string evidence, DiskOptions options) : IDisposable
{
    /// <summary>More parents than any product allows.</summary>
    public const int MaxParents = 32;

    private readonly List<string> _chain = [];

    public DiskFiles Files { get; } = new(evidence, options.DiskDirectory, options.Problems.Probe);

    public ChunkCache Cache { get; } = new();

    /// <summary>Names of the parents, nearest first.</summary>
    public List<string> Parents { get; } = [];

    /// <summary>Records a problem of one of the files.</summary>
    public void Add(string code, ProblemSeverity severity, DiskFile file, string message, long? offset = null)
    {
        bool isEvidence = Files.Opened.Count > 0 && Files.Opened[0].FullPath == file.FullPath;
        EvidencePath path = isEvidence ? default : new EvidencePath(System.Text.Encoding.UTF8.GetBytes(file.Name));
        options.Problems.Add(code, severity, new Origin(evidence, path, offset), $"{file.Shown}: {message}");
    }

    public void Note(string code, DiskFile file, string message, long? offset = null) => Add(code, ProblemSeverity.Note, file, message, offset);

    public void Warn(string code, DiskFile file, string message, long? offset = null) => Add(code, ProblemSeverity.Warning, file, message, offset);

    public void Damage(string code, DiskFile file, string message, long? offset = null) => Add(code, ProblemSeverity.Damage, file, message, offset);

    /// <summary>Remembers a disk of the chain.</summary>
    /// <exception cref="EvidenceFormatException">It is in the chain already, or the chain is too long.</exception>
    public void Enter(DiskFile file)
    {
        if (_chain.Contains(file.FullPath, StringComparer.Ordinal))
            throw new EvidenceFormatException(DiskProblems.ParentChain, $"{file.Shown} is its own parent, over {_chain.Count} disks");
        if (_chain.Count > MaxParents)
            throw new EvidenceFormatException(DiskProblems.ParentChain, $"more than {MaxParents} disks, each the parent of the one before");
        _chain.Add(file.FullPath);
    }

    public void Dispose()
    {
        Cache.Dispose();
        Files.Close();
    }
}
