using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Copies;

/// <summary>
/// Whose change times an evidence has. A file system sets them anew when files are copied or unpacked: then nearly all files of layers changed after the layer
/// was registered, which on the host itself nearly none did.
/// </summary>
internal static class ChangeTimes
{
    private const int Percent = 80;
    private const int Fewest = 20;
    private const long ToleranceSeconds = 2;

    public static bool AreOfCopy(IEnumerable<Layer> layers)
    {
        long all = 0, later = 0;
        foreach (Layer layer in layers.Where(l => l is { Registered.IsUsable: true, TarRecord: not null }))
        {
            long limit = layer.Registered!.Value.Seconds + ToleranceSeconds;
            EvidenceTree tree = layer.Files!.Tree;
            var stack = new Stack<int>([layer.Files.Root]);
            while (stack.TryPop(out int node))
            {
                // Directories change when a layer or container is made upon them; files do not.
                if (tree[node].Kind == EntryKind.File && tree.Extra(node).Changed is { } changed)
                {
                    all++;
                    later += changed.Seconds > limit ? 1 : 0;
                }
                foreach (int child in tree.Children(node))
                    stack.Push(child);
            }
        }
        return all >= Fewest && later * 100 >= all * Percent;
    }
}
