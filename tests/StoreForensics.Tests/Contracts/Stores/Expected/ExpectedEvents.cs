using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Contracts.Stores.Writers;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Contracts.Stores.Expected;

/// <summary>The events that a described store must make, as lines in byte order.</summary>
internal sealed class ExpectedEvents(DescribedStore store, StoreWriter writer)
{
    /// <summary>Those of images, containers and log lines.</summary>
    public IEnumerable<string> Told() =>
        Sorted([.. store.Images.SelectMany(Of), .. store.Images.SelectMany(Steps).Distinct(), .. store.Containers.SelectMany(Of)]);

    /// <summary>One of every entry that the layer holds.</summary>
    public static IEnumerable<string> Modified(PlacedLayer placed)
    {
        Dictionary<string, string> letters = placed.Layer.Changes.ToDictionary(c => c[2..], c => c[..1]);
        return Sorted(placed.Layer.Entries.Where(e => e.Path != "/").Select(e =>
            ActualEvents.Line(e.Modified, letters[e.Path], e.Path, e.Kind, e.Mode, e.Uid, e.Gid, SizeOf(e), e.Target)));
    }

    /// <summary>One of every name that is gone: what was deleted, and what lay directly
    /// in a directory that was made anew or that a file has replaced.</summary>
    public IEnumerable<string> Deleted(PlacedLayer placed)
    {
        var before = new DescribedView(placed.Below);
        var after = new DescribedView(placed.Below.Append(placed.Layer));
        IEnumerable<string> deleted = placed.Layer.Deletions.Select(d => $"{TimeOf(d, placed, after)} {d.Path} {before.Find(d.Path)!.Kind.Name()}");
        IEnumerable<string> hidden =
            from replaced in placed.Layer.Entries
            where replaced.IsReplaced || replaced.Kind != EntryKind.Directory
            from gone in before.In(replaced.Path)
            where after.Find(gone.Path) is null
            select $"{TimeOf(replaced, placed)} {gone.Path} {gone.Kind.Name()}";
        return Sorted(deleted.Concat(hidden));
    }

    /// <summary>One of every entry of a volume.</summary>
    public IEnumerable<string> InVolumes() =>
        Sorted(store.Volumes.SelectMany(v => v.Entries).Select(e =>
            ActualEvents.Line(e.Modified, "", e.Path, e.Kind, e.Mode, e.Uid, e.Gid, SizeOf(e), e.Target)));

    private static long? SizeOf(DescribedEntry e) => e.Kind == EntryKind.Directory ? null : e.Size;

    private Timestamp TimeOf(DescribedDeletion deletion, PlacedLayer placed, DescribedView after) =>
        placed.Step is { } step ? step.Created
            : writer.DeletionsInContainers == DeletionTime.Itself ? deletion.At : after.Find(deletion.Directory)!.Modified;

    // What an image's layer deletes was deleted in its build step.
    private static Timestamp TimeOf(DescribedEntry replaced, PlacedLayer placed) => placed.Step is { } step ? step.Created : replaced.Modified;

    private IEnumerable<string> Of(DescribedImage image)
    {
        yield return $"{image.Created} {nameof(EventType.ImageCreated)} {writer.IdOf(image)}";
        if (!writer.HoldsImagesOnly)
            yield return $"{store.Registered} {nameof(EventType.ImageRegistered)} {writer.IdOf(image)}";
    }

    private static IEnumerable<string> Steps(DescribedImage image) =>
        image.Steps.Select((s, at) => $"{s.Created} {nameof(EventType.BuildStep)} {at + 1} {s.Command}");

    private static IEnumerable<string> Of(DescribedContainer container)
    {
        yield return $"{container.Created} {nameof(EventType.ContainerCreated)} {container.Name}";
        if (container.Run is not { } run)
            yield break;
        yield return $"{run.Started} {nameof(EventType.ContainerStarted)} {container.Name}";
        yield return $"{run.Finished} {nameof(EventType.ContainerFinished)} {container.Name}";
        foreach (DescribedLine line in container.Log)
            yield return $"{line.Time} {nameof(EventType.ContainerLog)} {container.Name} {line.Stream}: {line.Text}";
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> lines) => lines.Order(StringComparer.Ordinal);
}
