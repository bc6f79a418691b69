using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Clocks;

/// <summary>
/// What the times of one layer's files can say: whether whoever built it set them all to one value (format reference, section 12.3), and between which
/// moments the build step ran that made it.
/// </summary>
internal sealed class LayerTimes
{
    private const int FewestFiles = 10;
    private const int Percent = 95;

    /// <summary>Clocks of one host differ by their resolution, and tars hold whole seconds.</summary>
    private const long ToleranceSeconds = 1;
    private const long DaySeconds = 86400;

    // 1970-01-01 and the second after it, 1980-01-01 (the first that zip and FAT can hold): what builders set.
    private static readonly long[] s_builders = [0, 1, 315532800];

    // Where a copy lost such entries a directory that is empty now need not have been.
    private const CopyLoss Entries = CopyLoss.Devices | CopyLoss.Symlinks | CopyLoss.EmptyFiles | CopyLoss.Pipes | CopyLoss.Names | CopyLoss.Directories
        | CopyLoss.Rest;

    private readonly Layer _layer;
    private readonly Timestamp? _begin;
    private readonly Timestamp? _unpackedFrom;
    private readonly Timestamp? _arrived;

    private LayerTimes(Layer layer)
    {
        _layer = layer;
        (_begin, StepEnd) = Window(layer);
        (_unpackedFrom, _arrived) = Unpacked(layer);
        Normalized = layer.Files!.Copy.HasLost(CopyLoss.FileTimes) ? null : FindNormalized(layer, StepEnd);
    }

    /// <summary>When the build step ended that made the layer; null for layers that no step made, and where the builder set the time.</summary>
    public Timestamp? StepEnd { get; }

    /// <summary>The one time that the layer's files have; null where they have their own.</summary>
    public Timestamp? Normalized { get; }

    public static LayerTimes Of(Layer layer) => new(layer);

    /// <summary>What is to be said of one entry's times.</summary>
    public EventTags TagsOf(int node)
    {
        EvidenceTree tree = _layer.Files!.Tree;
        if (tree[node].Modified is not { } time || _layer.Files.Copy.HasLost(tree[node].Kind.IsDirectory() ? CopyLoss.DirectoryTimes : CopyLoss.FileTimes))
            return EventTags.None;
        Timestamp? changed = tree.Extra(node).Changed;
        EventTags tags = changed is { } ctime && ctime.Seconds + ToleranceSeconds < time.Seconds ? EventTags.ChangeBeforeModification : EventTags.None;
        if (Normalized is not null)
            return tags | EventTags.Normalized;
        if (StepEnd is { } end && time.Seconds > end.Seconds + ToleranceSeconds)
            tags |= IsOfUnpacking(tree, node, time) ? EventTags.None : EventTags.AfterStep;
        else if (_begin is { } begin && time.Seconds < begin.Seconds - ToleranceSeconds)
            tags |= EventTags.BeforeStep;
        return tags;
    }

    // Whoever unpacks a layer makes its entries in its directories, and that sets these directories' times: here or on a host that it came by. Once this
    // store had the layer nothing unpacked it any more. An empty directory was touched by it only if it has a moment at which the engine did unpack.
    private bool IsOfUnpacking(EvidenceTree tree, int node, Timestamp time) =>
        tree[node].Kind.IsDirectory() && _arrived is { } arrived && time.Seconds <= arrived.Seconds + ToleranceSeconds
        && (tree.Children(node).Length > 0 || _layer.Files!.Copy.HasLost(Entries) || time >= _unpackedFrom);

    // In the graph era the driver's record is made before anything is unpacked, and the image's after it; later there is one record, written last.
    private static (Timestamp? From, Timestamp? Arrived) Unpacked(Layer layer) =>
        layer.Images.FirstOrDefault(i => i.Store == layer.Store && i.Id == layer.Id)?.Registered is { } image ? (layer.Registered, image)
            : (null, layer.Registered);

    // A step's `created` is when it ended; it began when the one before it had ended. Steps that copy files in keep the files' times.
    private static (Timestamp? Begin, Timestamp? End) Window(Layer layer)
    {
        if (layer.Role != LayerRole.Image || layer.Step?.Created is not { Time: { IsUsable: true } end } || s_builders.Contains(end.Seconds))
            return (null, null);
        bool copies = layer.Step.Instruction.StartsWith("ADD ", StringComparison.Ordinal)
            || layer.Step.Instruction.StartsWith("COPY ", StringComparison.Ordinal);
        List<BuildStep>? steps = layer.Images.FirstOrDefault(i => i.Steps.Contains(layer.Step))?.Steps;
        int at = steps?.IndexOf(layer.Step) ?? -1;
        Timestamp? before = at > 0 ? steps![at - 1].Created?.Time : null;
        return (copies || before > end ? null : before, end);
    }

    private static Timestamp? FindNormalized(Layer layer, Timestamp? stepEnd)
    {
        var counts = new Dictionary<Timestamp, int>();
        int files = 0;
        EvidenceTree tree = layer.Files!.Tree;
        var stack = new Stack<int>();
        stack.Push(layer.Files.Root);
        while (stack.TryPop(out int node))
        {
            if (tree[node].Kind is EntryKind.File or EntryKind.Symlink && tree[node].Modified is { } time)
            {
                files++;
                counts[time] = counts.GetValueOrDefault(time) + 1;
            }
            foreach (int child in tree.Children(node))
                stack.Push(child);
        }
        if (files == 0)
            return null;
        (Timestamp value, int count) = counts.MaxBy(c => c.Value);
        if (count * 100L < files * (long)Percent)
            return null;
        if (s_builders.Contains(value.Seconds))
            return value;
        // Files that one command wrote in one second have one time too: only a time far from the step is a set one.
        return files >= FewestFiles && stepEnd is { } end && Math.Abs(end.Seconds - value.Seconds) > DaySeconds ? value : null;
    }
}
