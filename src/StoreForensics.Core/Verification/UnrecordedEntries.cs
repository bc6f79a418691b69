using System.Collections;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Verification;

/// <summary>Told of a layer's entries that no record stands for.</summary>
internal interface IUnrecordedJudge
{
    void Unrecorded(int node, LayerEntryMeaning meaning);

    /// <summary>Every directory, recorded or not, before what is in it.</summary>
    void Directory(int node);
}

/// <summary>Walks a layer's directory for entries that were not met in its record. No recursion.</summary>
internal sealed class UnrecordedEntries(LayerFiles files, BitArray seen, IUnrecordedJudge judge)
{
    public void Run()
    {
        EvidenceTree tree = files.Tree;
        var stack = new Stack<int>();
        stack.Push(files.Root);
        while (stack.TryPop(out int directory))
        {
            judge.Directory(directory);
            foreach (int child in tree.Children(directory))
            {
                LayerEntryMeaning meaning = files.Marks.Classify(tree, child, atLayerRoot: directory == files.Root);
                if (meaning == LayerEntryMeaning.Bookkeeping)
                    continue;
                if (!seen[child])
                    judge.Unrecorded(child, meaning);
                if (meaning == LayerEntryMeaning.Entry && tree[child].Kind.IsDirectory())
                    stack.Push(child);
            }
        }
    }
}
