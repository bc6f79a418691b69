using StoreForensics.Copies;
using StoreForensics.Evidence;
using StoreForensics.Host;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;

namespace StoreForensics.Tests.Stores;

/// <summary>Reads an evidence as the program does: its stores, what it can carry, then what its hosts say.</summary>
internal static class WholeReading
{
    /// <returns>The roots that were read.</returns>
    public static IReadOnlyList<int> Of(IEvidenceSource source, Inventory inventory, ProblemLog problems, INestedImages? images = null)
    {
        IReadOnlyList<int> roots = StoreReader.Read(source, null, inventory, problems, images);
        CopyExaminer.Examine(source, inventory, problems);
        if (roots.Count > 0)
            HostReader.Read(new EvidenceFiles(source, problems), roots, inventory);
        return roots;
    }
}
