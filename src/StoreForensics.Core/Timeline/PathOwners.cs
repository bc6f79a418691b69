using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline;

/// <summary>
/// Tells whose a path of the evidence is: a layer's by where the layer's files lie, also in a mounted copy of it or among the driver's notes on it; a volume's;
/// an image's or a container's own files. The owners of a layer are those that the timeline names.
/// </summary>
public sealed class PathOwners
{
    private readonly Inventory _inventory;
    private readonly IEvidenceSource _source;
    private readonly int _node;
    private readonly EvidencePath _path;
    private readonly SubjectTable _subjects = new();

    private PathOwners(Inventory inventory, IEvidenceSource source, int node)
    {
        (_inventory, _source, _node) = (inventory, source, node);
        _path = source.Tree.PathOf(node);
    }

    private EvidenceTree Tree => _source.Tree;

    /// <summary>Layers first, then volumes, then the owners of the engine's files; several where one root lies inside another's layer or volume.</summary>
    public static IReadOnlyList<PathOwner> Of(Inventory inventory, IEvidenceSource source, int node)
    {
        var owners = new PathOwners(inventory, source, node);
        return [.. owners.Layers(), .. owners.Volumes(), .. owners.Images(), .. owners.Containers()];
    }

    private IEnumerable<PathOwner> Layers()
    {
        foreach (Layer layer in _inventory.Layers)
        {
            if (PathIn(layer) is { } path)
                yield return Owner(layer.Store, _subjects.Of(layer), path) with { Layer = layer };
        }
    }

    private IEnumerable<PathOwner> Volumes()
    {
        foreach (Volume volume in _inventory.Volumes)
        {
            ReadOnlyMemory<byte>? path = PathIn(volume);
            if (path is { } inside)
                yield return Owner(volume.Store, _subjects.Of(volume), inside) with { Volume = volume };
        }
    }

    private IEnumerable<PathOwner> Images()
    {
        foreach (Image image in _inventory.Images)
        {
            if (Below(image.Origin) is { IsEmpty: true } || Below(ImageDirectory(image)) is not null)
                yield return Owner(image.Store, _subjects.Of(image), default);
        }
    }

    private IEnumerable<PathOwner> Containers()
    {
        foreach (Container container in _inventory.Containers)
        {
            if (Below(container.Origin) is not null || Below(DirectoryOf(container.Origin)) is not null)
                yield return Owner(container.Store, _subjects.Of(container), default) with { Images = [], ImageIds = [] };
        }
    }

    // Null when the path is not the layer's; empty when it is the driver's note on the layer.
    private ReadOnlyMemory<byte>? PathIn(Layer layer)
    {
        if (layer.Files is { } files && files.Source == _source && Tree.IsWithin(_node, files.Root))
            return PathBelow(files.Root);
        if (Below(layer.Origin) is { } inside)
            return Mounted(inside, "merged"u8) ?? default(ReadOnlyMemory<byte>);
        if (layer.RegisteredOrigin is { } record && (Below(record) is { IsEmpty: true } || (IsRecordDirectory(record) && Below(DirectoryOf(record)) is not null)))
            return default(ReadOnlyMemory<byte>);
        return layer.Store.Driver == "aufs" ? AufsMount(layer) : null;
    }

    // Null when the path is not the volume's; empty when it is the engine's note on it.
    private ReadOnlyMemory<byte>? PathIn(Volume volume)
    {
        if (volume.Files is { } files && files.Source == _source && Tree.IsWithin(_node, files.Root))
            return PathBelow(files.Root);
        return Below(volume.Origin) is not null ? default(ReadOnlyMemory<byte>) : default(ReadOnlyMemory<byte>?);
    }

    // aufs/mnt/<id> beside aufs/diff/<id>: the mounted copy.
    private ReadOnlyMemory<byte>? AufsMount(Layer layer)
    {
        ReadOnlySpan<byte> path = layer.Origin.Path.Bytes;
        int name = path.LastIndexOf((byte)'/') + 1, parent = path.LastIndexOf("/diff/"u8);
        if (parent < 0 || parent + "/diff/".Length != name)
            return null;
        EvidencePath mount = new([.. path[..parent], .. "/mnt/"u8, .. path[name..]]);
        return Below(layer.Origin with { Path = mount }) is { } inside ? AsAbsolute(inside) : default(ReadOnlyMemory<byte>?);
    }

    private static ReadOnlyMemory<byte>? Mounted(ReadOnlyMemory<byte> inside, ReadOnlySpan<byte> directory)
    {
        if (!inside.Span.StartsWith(directory) || (inside.Length > directory.Length && inside.Span[directory.Length] != '/'))
            return null;
        return inside.Length == directory.Length ? "/"u8.ToArray() : inside[directory.Length..];
    }

    // In graph/<id>/ an image has a directory of its own; elsewhere its files are told one by one.
    private static Origin? ImageDirectory(Image image) => image.Origin.Path.Bytes.EndsWith("/json"u8) ? DirectoryOf(image.Origin) : null;

    // layerdb/{sha256,mounts}/<id>/ is about one layer; the directories of other drivers' records hold those of all.
    private static bool IsRecordDirectory(Origin record) => record.Path.Bytes.IndexOf("/layerdb/"u8) >= 0;

    private static Origin? DirectoryOf(Origin origin) =>
        origin.Path.Bytes.LastIndexOf((byte)'/') is > 0 and var slash ? origin with { Path = new EvidencePath(origin.Path.Bytes[..slash]), Offset = null } : null;

    // What follows the origin's path in the one asked for, without a slash; null when that does not lie at or below it.
    private ReadOnlyMemory<byte>? Below(Origin? origin)
    {
        if (origin is not { } at || at.Evidence != _source.Name || at.Path.IsEmpty || !_path.Bytes.StartsWith(at.Path.Bytes))
            return null;
        ReadOnlySpan<byte> rest = _path.Bytes[at.Path.Length..];
        if (!rest.IsEmpty && rest[0] != '/')
            return null;
        return new ReadOnlyMemory<byte>(rest.IsEmpty ? [] : rest[1..].ToArray());
    }

    private ReadOnlyMemory<byte> PathBelow(int root) => AsAbsolute(Tree.PathOf(_node, root).Bytes.ToArray());

    private static ReadOnlyMemory<byte> AsAbsolute(ReadOnlyMemory<byte> relative) => (byte[])[(byte)'/', .. relative.Span];

    private static PathOwner Owner(StoreInfo store, EventSubject subject, ReadOnlyMemory<byte> path) => new()
    {
        Store = store,
        Images = subject.Images,
        ImageIds = subject.ImageIds,
        Containers = subject.Containers,
        ContainerIds = subject.ContainerIds,
        Path = path,
    };
}
