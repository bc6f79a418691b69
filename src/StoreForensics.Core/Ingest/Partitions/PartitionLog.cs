using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions;

/// <summary>Records what is wrong with one disk's tables. Offsets are bytes of the medium.</summary>
internal sealed class PartitionLog(ProblemLog problems, string evidence)
{
    public void Add(string code, ProblemSeverity severity, string message, long? offset = null) =>
        problems.Add(code, severity, new Origin(evidence, default, offset), message);

    public void Note(string code, string message, long? offset = null) => Add(code, ProblemSeverity.Note, message, offset);

    public void Warn(string code, string message, long? offset = null) => Add(code, ProblemSeverity.Warning, message, offset);

    public void Damage(string code, string message, long? offset = null) => Add(code, ProblemSeverity.Damage, message, offset);
}
