using StoreForensics.Evidence;
using StoreForensics.Model;
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

    private readonly Timestamp? _begin;
    private readonly Timestamp? _end;

    private LayerTimes(Layer layer)
    {
        (_begin, _end) = Window(layer);
        Normalized = FindNormalized(layer, _end);
    }

    /// <summary>The one time that the layer's files have; null where they have their own.</summary>
    public Timestamp? Normalized { get; }

    public static LayerTimes Of(Layer layer) => new(layer);

    /// <summary>What is to be said of one entry's times.</summary>
    public EventTags TagsOf(Timestamp? modified, Timestamp? changed)
    {
        if (modified is not { } time)
            return EventTags.None;
        EventTags tags = changed is { } ctime && ctime.Seconds + ToleranceSeconds < time.Seconds ? EventTags.ChangeBeforeModification : EventTags.None;
        if (Normalized is not null)
            return tags | EventTags.Normalized;
        if (_end is { } end && time.Seconds > end.Seconds + ToleranceSeconds)
            tags |= EventTags.AfterStep;
        else if (_begin is { } begin && time.Seconds < begin.Seconds - ToleranceSeconds)
            tags |= EventTags.BeforeStep;
        return tags;
    }

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
