using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Formats.Bolt;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>
/// Docker with the containerd image store: <c>containers</c> and <c>volumes</c> of the data root, and below it the daemon's own containerd with
/// <c>meta.db</c>, content and the overlayfs snapshotter (docker-storage-formats section 7). All images were pulled.
/// </summary>
internal sealed class ContainerdWriter : StoreWriter
{
    public const string Home = "containerd/daemon/";
    private const string Space = "moby";
    private static readonly JsonSerializerOptions s_json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly BoltTreeWriter _meta = new(), _snapshots = new();
    private readonly Dictionary<string, ulong> _numbers = new(StringComparer.Ordinal);

    public override string Driver => "overlayfs";

    public override DeletionTime DeletionsInContainers => DeletionTime.Itself;

    public override string IdOf(DescribedImage image) => Digest(ManifestOf(image));

    public override MadeStore Write(DescribedStore store)
    {
        var to = new MadeStore();
        foreach (DescribedImage image in store.Images)
            Write(to, image, store.Registered);
        foreach (DescribedContainer container in store.Containers)
        {
            DockerContainerFiles.Write(to, container, Driver, IdOf(container.Image));
            string init = container.Id + "-init";
            WriteSnapshot(to, init, ChainsOf(container.Image).Last().Chain, container.Init, container.Created, WasMounted.Yes);
            WriteSnapshot(to, container.Id, init, container.Changes, container.Created, WasMounted.Yes, kind: 2);
        }
        DockerVolumeFiles.Write(to, store.Volumes, store.Registered);
        LayerTree.Note(to, Home + "io.containerd.metadata.v1.bolt/meta.db", _meta.Set(8, "v1", "version").Build(), store.Registered);
        LayerTree.Note(to, Home + "io.containerd.snapshotter.v1.overlayfs/metadata.db", _snapshots.Build(), store.Registered);
        return to;
    }

    private enum WasMounted
    {
        No,
        Yes,
    }

    private void Write(MadeStore to, DescribedImage image, Timestamp registered)
    {
        string id = IdOf(image);
        WriteBlob(to, ManifestOf(image), registered);
        WriteBlob(to, ConfigOf(image), registered);
        foreach (string name in image.Tags.Count > 0 ? image.Tags.Select(t => "docker.io/library/" + t) : ["moby-dangling@" + id])
        {
            _meta.Set(registered, "v1", Space, "images", name, "createdat").Set(registered, "v1", Space, "images", name, "updatedat");
            _meta.Set(id, "v1", Space, "images", name, "target", "digest");
            _meta.Set("application/vnd.oci.image.manifest.v1+json", "v1", Space, "images", name, "target", "mediatype");
        }
        string? below = null;
        foreach ((DescribedLayer layer, string chain) in ChainsOf(image))
        {
            WriteBlob(to, new LayerTar(layer).Bytes, registered);
            if (!_numbers.ContainsKey(chain))
                WriteSnapshot(to, chain, below, layer, registered, WasMounted.No);
            below = chain;
        }
    }

    private void WriteBlob(MadeStore to, byte[] bytes, Timestamp at)
    {
        string digest = Digest(bytes);
        LayerTree.Note(to, $"{Home}io.containerd.content.v1.content/blobs/sha256/{digest[7..]}", bytes, at);
        _meta.Set(at, "v1", Space, "content", "blob", digest, "createdat").Set((ulong)bytes.Length * 2, "v1", Space, "content", "blob", digest, "size");
    }

    private void WriteSnapshot(MadeStore to, string key, string? below, DescribedLayer layer, Timestamp made, WasMounted mounted, byte kind = 3)
    {
        ulong number = (ulong)_numbers.Count + 1;
        _numbers[key] = number;
        string[] named = ["v1", Space, "snapshots", Driver, key], backend = ["v1", "snapshots", Backend(key)];
        _meta.Set(Backend(key), [.. named, "name"]).Set(made, [.. named, "createdat"]);
        _snapshots.Set(number, [.. backend, "id"]).Set([kind], [.. backend, "kind"]).Set(made, [.. backend, "createdat"]);
        if (kind == 3)
            _snapshots.Set((ulong)layer.Size * 2, [.. backend, "size"]);
        if (below is not null)
        {
            _meta.Set(below, [.. named, "parent"]);
            _snapshots.Set(Backend(below), [.. backend, "parent"]);
        }
        WriteFiles(to, string.Create(CultureInfo.InvariantCulture, $"{Home}io.containerd.snapshotter.v1.overlayfs/snapshots/{number}"), layer, made, mounted);
    }

    private string Backend(string key) => string.Create(CultureInfo.InvariantCulture, $"{Space}/{_numbers[key] + 10}/{key}");

    private static void WriteFiles(MadeStore to, string home, DescribedLayer layer, Timestamp made, WasMounted mounted)
    {
        string files = home + "/fs";
        to.Folder(home).Folder(home + "/work");
        LayerTree.Write(to, files, layer.Names, made);
        foreach (DescribedEntry replaced in layer.Entries.Where(e => e.IsReplaced))
            to.Put(files + replaced.Path, replaced.Facts with { Xattrs = [new ExtendedAttribute("trusted.overlay.opaque", "y"u8.ToArray())] });
        foreach (DescribedDeletion deletion in layer.Deletions)
        {
            Timestamp at = mounted == WasMounted.Yes ? deletion.At : made;
            to.Put(files + deletion.Path, new EntryMetadata { Kind = EntryKind.CharDevice, Modified = at, HasFraction = true });
        }
    }

    private static byte[] ManifestOf(DescribedImage image) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        schemaVersion = 2,
        mediaType = "application/vnd.oci.image.manifest.v1+json",
        config = new { mediaType = "application/vnd.oci.image.config.v1+json", digest = Digest(ConfigOf(image)), size = ConfigOf(image).Length },
        layers = image.Layers.Select(l => new LayerTar(l))
            .Select(t => new { mediaType = "application/vnd.oci.image.layer.v1.tar", digest = t.DiffId, size = t.Bytes.Length }),
    });

    internal static byte[] ConfigOf(DescribedImage image) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            architecture = "amd64",
            config = new { image.Env, image.Cmd },
            created = image.Created.ToString(),
            history = image.Steps
                .Select(s => new { created = s.Created.ToString(), created_by = s.Command, empty_layer = s.Layer is null ? true : (bool?)null }),
            os = "linux",
            rootfs = new { type = "layers", diff_ids = image.Layers.Select(l => new LayerTar(l).DiffId) },
        },
        s_json);

    // Bottom first, with chain ids (OCI image-spec config.md, "Layer ChainID").
    private static IEnumerable<(DescribedLayer Layer, string Chain)> ChainsOf(DescribedImage image)
    {
        string? chain = null;
        foreach (DescribedLayer layer in image.Layers)
        {
            string diff = new LayerTar(layer).DiffId;
            chain = chain is null ? diff : Digest(Encoding.ASCII.GetBytes($"{chain} {diff}"));
            yield return (layer, chain);
        }
    }

    internal static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
