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
/// A graph root of containers/storage with Podman above it (docker-storage-formats section 9): indices in JSON, tar-splits, the driver's directories, and
/// Podman's containers and volumes in <c>libpod/bolt_state.db</c>. All images were pulled, so ids of layers follow the rule.
/// </summary>
/// <param name="driver">overlay, vfs or btrfs.</param>
internal sealed class StorageWriter(string driver) : StoreWriter
{
    private static readonly JsonSerializerOptions s_json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly BoltTreeWriter _libpod = new();
    private readonly Dictionary<string, WrittenLayer> _layers = new(StringComparer.Ordinal);
    private readonly List<object> _records = [], _images = [], _containers = [];

    public override string Driver => driver;

    public override bool HasInitLayers => false;

    public override DeletionTime DeletionsInContainers => driver == "overlay" ? DeletionTime.Itself : DeletionTime.Directory;

    public override string IdOf(DescribedImage image) => Digest(ConfigOf(image));

    public override MadeStore Write(DescribedStore store)
    {
        var to = new MadeStore();
        foreach (DescribedImage image in store.Images)
            Write(to, image, store.Registered);
        foreach (DescribedContainer container in store.Containers)
            Write(to, container);
        foreach (DescribedVolume volume in store.Volumes)
            Write(to, volume);
        LayerTree.Note(to, $"{driver}-layers/layers.json", Json(_records), store.Registered);
        LayerTree.Note(to, $"{driver}-images/images.json", Json(_images), store.Registered);
        LayerTree.Note(to, $"{driver}-containers/containers.json", Json(_containers), store.Registered);
        LayerTree.Note(to, "libpod/bolt_state.db", _libpod.Build(), store.Registered);
        if (driver == "overlay")
            LayerTree.Note(to, "overlay/.has-mount-program", "false", store.Registered);
        return to;
    }

    private void Write(MadeStore to, DescribedImage image, Timestamp registered)
    {
        WrittenLayer? top = null;
        foreach (DescribedLayer layer in image.Layers)
            top = Layer(to, layer, top, registered);
        byte[] config = ConfigOf(image), manifest = Json(new { schemaVersion = 2, config = new { digest = Digest(config) } });
        string id = IdOf(image)[7..], digest = Digest(manifest), home = $"{driver}-images/{id}/";
        LayerTree.Note(to, home + BigData("sha256:" + id), config, registered);
        LayerTree.Note(to, home + "manifest", manifest, registered);
        _images.Add(new
        {
            id,
            digest,
            names = image.Tags.Count == 0 ? null : image.Tags.Select(t => t.Contains('/', StringComparison.Ordinal) ? t : "docker.io/library/" + t),
            layer = top!.Id,
            big_data_names = (string[])["sha256:" + id, "manifest"],
            big_data_digests = new Dictionary<string, string> { ["sha256:" + id] = "sha256:" + id, ["manifest"] = digest },
            created = image.Created.ToString(),
        });
    }

    private WrittenLayer Layer(MadeStore to, DescribedLayer layer, WrittenLayer? below, Timestamp registered)
    {
        var tar = new LayerTar(layer);
        string id = below is null ? tar.DiffId[7..] : Hex($"{below.Id}+{tar.DiffId[7..]}");
        if (_layers.TryGetValue(id, out WrittenLayer? known))
            return known;
        var written = _layers[id] = new WrittenLayer(id, layer, below, registered);
        LayerTree.Note(to, $"{driver}-layers/{id}.tar-split.gz", tar.Split, registered);
        _records.Add(new { id, parent = below?.Id, created = registered.ToString(), diff_digest = tar.DiffId, diff_size = layer.Size });
        WriteTree(to, written);
        return written;
    }

    private void Write(MadeStore to, DescribedContainer container)
    {
        string id = Hex("layer of " + container.Id);
        WrittenLayer? below = null;
        foreach (DescribedLayer layer in container.Image.Layers)
            below = Layer(to, layer, below, container.Created);
        WriteTree(to, new WrittenLayer(id, container.Changes, below, container.Created, WasMounted: true));
        _records.Add(new { id, parent = below!.Id, created = container.Created.ToString() });
        string metadata = JsonSerializer.Serialize(new { name = container.Name });
        _containers.Add(new { id = container.Id, names = (string[])[container.Name], image = IdOf(container.Image)[7..], layer = id, metadata });
        string userdata = $"{driver}-containers/{container.Id}/userdata";
        LayerTree.Note(to, userdata + "/ctr.log", string.Concat(container.Log.Select(l => $"{l.Time} {l.Stream} F {l.Text}\n")), container.Created);
        _libpod.Set(Json(ConfigOf(container, "/var/lib/containers/storage/" + userdata)), "ctr", container.Id, "config");
        _libpod.Set(Json(StateOf(container)), "ctr", container.Id, "state");
    }

    private object ConfigOf(DescribedContainer container, string userdata) => new
    {
        id = container.Id,
        name = container.Name,
        spec = new
        {
            process = new { args = container.Command, env = container.Env },
            mounts = container.Mounts.Where(m => m.Volume is null)
                .Select(m => new { destination = m.Destination, type = "bind", source = m.Source, options = (string[])[m.IsWritable ? "rw" : "ro", "rbind"] }),
        },
        rootfsImageID = IdOf(container.Image)[7..],
        rootfsImageName = container.ImageName,
        namedVolumes = container.Mounts.Where(m => m.Volume is not null)
            .Select(m => new { volumeName = m.Volume, dest = m.Destination, options = (string[])[m.IsWritable ? "rw" : "ro"] }),
        userVolumes = container.Mounts.Select(m => m.Destination),
        createdTime = container.Created.ToString(),
        logPath = userdata + "/ctr.log",
        logDriver = "k8s-file",
    };

    private static object StateOf(DescribedContainer container) => container.Run is { } run
        ? new { state = 6, startedTime = run.Started.ToString(), finishedTime = run.Finished.ToString(), exitCode = run.ExitCode }
        : new { state = 1, startedTime = "0001-01-01T00:00:00Z", finishedTime = "0001-01-01T00:00:00Z", exitCode = 0 };

    private void Write(MadeStore to, DescribedVolume volume)
    {
        LayerTree.Write(to, $"volumes/{volume.Name}/_data", volume.Entries.Select(e => new DescribedName(new DescribedLayer { Name = volume.Name }, e)),
            volume.Entries[0].Modified);
        _libpod.Set(Json(new
        {
            name = volume.Name,
            volumeDriver = "local",
            labels = new { content = volume.Label },
            mountPoint = $"/var/lib/docker/volumes/{volume.Name}/_data",
        }), "vol", volume.Name, "config");
    }

    private void WriteTree(MadeStore to, WrittenLayer layer)
    {
        if (driver != "overlay")
        {
            IEnumerable<DescribedLayer> stack = layer.Lower.Select(l => l.Layer).Reverse().Append(layer.Layer);
            LayerTree.Write(to, $"{driver}/{(driver == "vfs" ? "dir" : "subvolumes")}/{layer.Id}", new DescribedView(stack).Names, layer.Made);
            return;
        }
        string home = "overlay/" + layer.Id, diff = home + "/diff";
        LayerTree.Write(to, diff, layer.Layer.Names, layer.Made);
        LayerTree.Note(to, home + "/link", LinkOf(layer), layer.Made);
        to.Link("overlay/l/" + LinkOf(layer), $"../{layer.Id}/diff").Folder(home + "/work").Folder(home + "/merged");
        if (layer.Below is null)
            to.Folder(home + "/empty");
        else
            LayerTree.Note(to, home + "/lower", string.Join(':', layer.Lower.Select(l => "l/" + LinkOf(l))), layer.Made);
        foreach (DescribedEntry replaced in layer.Layer.Entries.Where(e => e.IsReplaced))
            to.Put(diff + replaced.Path, replaced.Facts with { Xattrs = [new ExtendedAttribute("trusted.overlay.opaque", "y"u8.ToArray())] });
        foreach (DescribedDeletion deletion in layer.Layer.Deletions)
            to.Put(diff + deletion.Path, new EntryMetadata
            {
                Kind = EntryKind.CharDevice,
                Modified = layer.WasMounted ? deletion.At : layer.Made,
                HasFraction = true,
            });
    }

    private static byte[] ConfigOf(DescribedImage image) => JsonSerializer.SerializeToUtf8Bytes(
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

    // The indices' own keys have hyphens.
    private static byte[] Json(object value) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, s_json)
        .Replace("\"diff_", "\"diff-", StringComparison.Ordinal).Replace("\"big_data_", "\"big-data-", StringComparison.Ordinal));

    private static string BigData(string key) => "=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string LinkOf(WrittenLayer layer) =>
        string.Concat(SHA256.HashData(Encoding.ASCII.GetBytes(layer.Id)).Take(26).Select(b => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[b & 31]));

    private static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
}
