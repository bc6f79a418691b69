using StoreForensics.Evidence;

namespace StoreForensics.Tests.Reports.Data;

/// <summary>An evidence of names and facts, without contents.</summary>
internal sealed class FakeSource(EvidenceTree tree) : IEvidenceSource
{
    public string Name => "fake";

    public IReadOnlyList<string> Wrapping => ["directory"];

    public EvidenceTree Tree => tree;

    public Stream Open(int node) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
