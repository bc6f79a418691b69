using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions;

/// <summary>Records what is wrong with one disk's tables. Offsets are bytes of the medium, or of the partition that a log is for.</summary>
internal sealed class PartitionLog(ProblemLog problems, string evidence, EvidencePath place = default)
{
    public void Warn(string code, string message, long? offset = null) => problems.Warn(code, new Origin(evidence, place, offset), message);

    public void Damage(string code, string message, long? offset = null) => problems.Damage(code, new Origin(evidence, place, offset), message);

    /// <summary>Of a logical or physical volume, which has a name and no one place.</summary>
    public void Of(string volume, string code, ProblemSeverity severity, string message, long? offset = null) =>
        problems.Add(code, severity, new Origin(evidence, new EvidencePath(Encoding.UTF8.GetBytes(volume)), offset), message);

    /// <summary>For the tables within a partition.</summary>
    public PartitionLog Within(string foundAs) => new(problems, evidence, new EvidencePath(Encoding.UTF8.GetBytes(foundAs)));
}
