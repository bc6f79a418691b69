using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions;

/// <summary>Records what is wrong with one disk's tables. Offsets are bytes of the medium.</summary>
internal sealed class PartitionLog(ProblemLog problems, string evidence)
{
    public void Warn(string code, string message, long? offset = null) => problems.Warn(code, new Origin(evidence, default, offset), message);

    public void Damage(string code, string message, long? offset = null) => problems.Damage(code, new Origin(evidence, default, offset), message);

    /// <summary>Of a logical or physical volume, which has a name and no one place.</summary>
    public void Of(string volume, string code, ProblemSeverity severity, string message, long? offset = null) =>
        problems.Add(code, severity, new Origin(evidence, new EvidencePath(Encoding.UTF8.GetBytes(volume)), offset), message);
}
