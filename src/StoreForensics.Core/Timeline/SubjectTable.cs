using StoreForensics.Model;
using StoreForensics.Model.Builds;

namespace StoreForensics.Timeline;

/// <summary>
/// Makes one <see cref="EventSubject"/> for each store, image, layer, container and volume, once. Names and ids are sorted each by themselves: an image may
/// have several names or none, so they never pair up. Step and command are those of the image whose name comes first.
/// </summary>
internal sealed class SubjectTable
{
    private readonly List<EventSubject> _subjects = [];
    private readonly Dictionary<object, EventSubject> _byOwner = new(ReferenceEqualityComparer.Instance);
    private readonly OwnerSets _owners = new();

    public EventSubject this[int index] => _subjects[index];

    public EventSubject Of(StoreInfo store) => Get(store, () =>
        new EventSubject { Index = _subjects.Count, Evidence = store.Root.Evidence, Store = store.Name });

    /// <summary>An image's own events: its names, its newest step.</summary>
    public EventSubject Of(Image image) => Get(image, () => Owned(image.Store, _owners.Of([image]), image.Steps.LastOrDefault(), image.Layers.LastOrDefault()));

    /// <summary>A step's events belong to every image that has it; where it is an image of its own, to that.</summary>
    public EventSubject Of(BuildStep step, Image image) =>
        Get(step, () => Owned(image.Store, step.Layer is { } layer ? _owners.Of(layer) : _owners.Of([image]), step, step.Layer));

    /// <summary>A step that several images have, each in its own history: those that Docker lists, else the one that was made first of it.</summary>
    public EventSubject Of(BuildStep step, IReadOnlyList<Image> images)
    {
        return Get(step, () => Owned(images[0].Store, step.Layer is { } layer ? _owners.Of(layer) : _owners.Of(Listed()), step, step.Layer));

        IReadOnlyList<Image> Listed() => images.Any(i => !i.IsIntermediate) ? [.. images.Where(i => !i.IsIntermediate)] : [images.MinBy(i => i.Steps.Count)!];
    }

    public EventSubject Of(Container container) => Get(container, () => new EventSubject
    {
        Index = _subjects.Count,
        Evidence = container.Store.Root.Evidence,
        Store = container.Store.Name,
        Images = container.Image is null ? [] : _owners.Of([container.Image]).Names,
        ImageIds = container.ImageId is null ? [] : [container.ImageId],
        Containers = [container.DisplayName],
        ContainerIds = container.Id.Length == 0 ? [] : [container.Id],
        Command = container.Command,
        Recovery = container.Recovery,
    });

    /// <summary>The owners of a layer's files: containers for a writable or init layer, else images.</summary>
    public EventSubject Of(Layer layer) => Get(layer, () =>
    {
        if (layer.Containers.Count == 0)
            return Owned(layer.Store, _owners.Of(layer), layer.Step, layer);
        Container[] containers = [.. layer.Containers.OrderBy(c => c.DisplayName, StringComparer.Ordinal)];
        return new EventSubject
        {
            Index = _subjects.Count,
            Evidence = layer.Store.Root.Evidence,
            Store = layer.Store.Name,
            Containers = [.. containers.Select(c => c.DisplayName)],
            ContainerIds = [.. containers.Select(c => c.Id).Order(StringComparer.Ordinal)],
            Command = containers[0].Command,
            Layer = layer.Id,
        };
    });

    /// <summary>A build's own events: the names and ids of what it made, still there or not.</summary>
    public EventSubject Of(BuildRecord build) => Get(build, () => new EventSubject
    {
        Index = _subjects.Count,
        Evidence = build.Store.Root.Evidence,
        Store = build.Store.Name,
        Images = [.. BuildReferences.Names(build).Order(StringComparer.Ordinal)],
        ImageIds = [.. BuildReferences.Ids(build).Order(StringComparer.Ordinal)],
    });

    public EventSubject Of(Volume volume) => Get(volume, () => new EventSubject
    {
        Index = _subjects.Count,
        Evidence = volume.Store.Root.Evidence,
        Store = volume.Store.Name,
        Containers = [.. volume.Containers.Select(c => c.DisplayName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        ContainerIds = [.. volume.Containers.Select(c => c.Id).Order(StringComparer.Ordinal)],
    });

    private EventSubject Owned(StoreInfo store, OwnerSet owners, BuildStep? step, Layer? layer)
    {
        BuildStep? first = owners.Own(step);
        return new EventSubject
        {
            Index = _subjects.Count,
            Evidence = store.Root.Evidence,
            Store = store.Name,
            Images = owners.Names,
            ImageIds = owners.Ids,
            Step = first?.Number,
            Command = first?.CreatedBy,
            Layer = layer?.Id,
        };
    }

    private EventSubject Get(object owner, Func<EventSubject> make)
    {
        if (!_byOwner.TryGetValue(owner, out EventSubject? subject))
        {
            subject = make();
            _subjects.Add(subject);
            _byOwner[owner] = subject;
        }
        return subject;
    }
}
