using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;
using StoreForensics.Verification;

namespace StoreForensics.Tests.Verification;

/// <summary>A store to alter and verify: opened once, contents set aside.</summary>
internal sealed class VerifiedStore
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, VerifiedStore> s_opened = new(StringComparer.Ordinal);

    // Both live as long as the test run: the stores are shared by all tests.
    private static readonly Scratch s_scratch = new();

    private VerifiedStore(string path)
    {
        OpenedEvidence opened = EvidenceOpener.Open(path, new OpenOptions { Scratch = s_scratch, Problems = new ProblemLog(), Keep = static (_, _) => true });
        Source = opened.Source;
        Inventory = Read(Source, new ProblemLog()).Inventory;
    }

    public Inventory Inventory { get; }

    public IEvidenceSource Source { get; }

    /// <summary>Of the committed sample with an overlay2 store that a real engine made.</summary>
    private static VerifiedStore Sample() => new(Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz"));

    /// <summary>Of the committed node of Kubernetes, containerd 2.1 with overlayfs.</summary>
    private static VerifiedStore Node() => new(Path.Combine(Checkout.Samples, "shopnode-2.1", "shopnode-2.1.tar.gz"));

    /// <summary>Of the committed host with stock images.</summary>
    private static VerifiedStore Quiet() => new(Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Findings", "QuietHost", "quiet-20.10.tar.xz"));

    /// <summary>Of the evidence beside the repository; ignores the test where it is not there.</summary>
    private static VerifiedStore Shared(string archive) => new(SharedEvidence.PathOf(archive));

    /// <summary>By its name in a test case. Opened once a run: nothing is ever changed in it.</summary>
    public static VerifiedStore Named(string name) => s_opened.GetOrAdd(name, static n => n == "sample" ? Sample() : n == "quiet" ? Quiet()
        : n == "node" ? Node() : Shared($"evidence/{n}"));

    public static VerificationResult Verify(IEvidenceSource source, ProblemLog? problems = null)
    {
        problems ??= new ProblemLog();
        (Inventory inventory, IReadOnlyList<int> roots) = Read(source, problems);
        return StoreVerifier.Verify(inventory, [source], problems);
    }

    /// <summary>Regular files of a layer with bytes and no other name, that its record has: paths in the evidence, in byte order.</summary>
    public static IEnumerable<string> Files(Layer layer)
    {
        EvidenceTree tree = layer.Files!.Tree;
        var stack = new Stack<int>([layer.Files.Root]);
        var found = new List<string>();
        while (stack.TryPop(out int node))
        {
            if (tree[node].Kind == EntryKind.File && tree[node].Size > 0 && tree.FirstLink(node) == node && tree.Extra(node).Links <= 1
                && layer.Files.Whiteouts.Classify(tree, node, false) == LayerEntryMeaning.Entry)
                found.Add(System.Text.Encoding.Latin1.GetString(tree.PathOf(node).Bytes));
            foreach (int child in tree.Children(node))
                stack.Push(child);
        }
        return found.Where(p => p.All(char.IsAscii)).Order(StringComparer.Ordinal);
    }

    /// <summary>Layers that have a record, in the inventory's order.</summary>
    public IEnumerable<Layer> Recorded => Inventory.Layers.Where(l => l is { Files: not null, TarRecord: not null });

    private static (Inventory Inventory, IReadOnlyList<int> Roots) Read(IEvidenceSource source, ProblemLog problems)
    {
        var inventory = new Inventory();
        return (inventory, WholeReading.Of(source, inventory, problems));
    }
}
