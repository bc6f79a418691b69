using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>
/// The data root of Docker 1.10 and later with a graph driver: <c>image/&lt;driver&gt;</c>, <c>containers</c> and <c>volumes</c> (moby v20.10 image/fs.go,
/// layer/filestore.go, container/container.go). All images were pulled, so that ids and digests are the same for every driver.
/// </summary>
internal abstract class DockerRootWriter : StoreWriter
{
    private static readonly JsonSerializerOptions s_json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public sealed override MadeStore Write(DescribedStore store)
    {
        var to = new MadeStore();
        var chains = new Dictionary<string, WrittenLayer>();
        foreach (DescribedImage image in store.Images)
        {
            LayerTree.Note(to, $"image/{Driver}/imagedb/content/sha256/{IdOf(image)[7..]}", ConfigOf(image), store.Registered);
            WriteLayers(to, image, store.Registered, chains);
        }
        LayerTree.Note(to, $"image/{Driver}/repositories.json", TagsOf(store), store.Registered);
        foreach (DescribedContainer container in store.Containers)
        {
            DockerContainerFiles.Write(to, container, Driver, IdOf(container.Image));
            WriteMount(to, container, chains);
        }
        DockerVolumeFiles.Write(to, store.Volumes, store.Registered);
        return to;
    }

    public sealed override string IdOf(DescribedImage image) => Digest(ConfigOf(image));

    /// <summary>Writes the driver's part of a layer: its files and what the driver records of it.</summary>
    private protected abstract void Write(MadeStore to, WrittenLayer layer);

    private void WriteLayers(MadeStore to, DescribedImage image, Timestamp registered, Dictionary<string, WrittenLayer> chains)
    {
        string? chain = null;
        foreach (DescribedLayer layer in image.Layers)
        {
            string? below = chain;
            var tar = new LayerTar(layer);
            chain = Chain(below, tar.DiffId);
            if (chains.ContainsKey(chain))
                continue;
            var written = new WrittenLayer(Hex("cache " + chain), layer, below is null ? null : chains[below], registered);
            chains.Add(chain, written);
            string record = $"image/{Driver}/layerdb/sha256/{chain[7..]}";
            LayerTree.Note(to, record + "/diff", tar.DiffId, registered);
            LayerTree.Note(to, record + "/cache-id", written.Id, registered);
            LayerTree.Note(to, record + "/size", $"{layer.Size}", registered);
            LayerTree.Note(to, record + "/tar-split.json.gz", tar.Split, registered);
            if (below is not null)
                LayerTree.Note(to, record + "/parent", below, registered);
            Write(to, written);
        }
    }

    private void WriteMount(MadeStore to, DescribedContainer container, Dictionary<string, WrittenLayer> chains)
    {
        string top = ChainOf(container.Image), id = Hex("mount " + container.Id), record = $"image/{Driver}/layerdb/mounts/{container.Id}";
        var init = new WrittenLayer(id + "-init", container.Init, chains[top], container.Created, WasMounted: true);
        Write(to, init);
        Write(to, new WrittenLayer(id, container.Changes, init, container.Created, WasMounted: true));
        LayerTree.Note(to, record + "/mount-id", id, container.Created);
        LayerTree.Note(to, record + "/init-id", id + "-init", container.Created);
        LayerTree.Note(to, record + "/parent", top, container.Created);
    }

    private byte[] TagsOf(DescribedStore store)
    {
        var repositories = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach ((DescribedImage image, string tag) in store.Images.SelectMany(i => i.Tags.Select(t => (i, t))))
        {
            string repository = tag[..tag.LastIndexOf(':')];
            repositories.TryAdd(repository, new(StringComparer.Ordinal));
            repositories[repository][tag] = IdOf(image);
        }
        return JsonSerializer.SerializeToUtf8Bytes(new { Repositories = repositories });
    }

    private static byte[] ConfigOf(DescribedImage image) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            architecture = "amd64",
            config = new { image.Env, image.Cmd },
            created = image.Created.ToString(),
            history = image.Steps.Select(s => new
            {
                created = s.Created.ToString(),
                created_by = s.Command,
                empty_layer = s.Layer is null ? true
                : (bool?)null
            }),
            os = "linux",
            rootfs = new { type = "layers", diff_ids = image.Layers.Select(l => new LayerTar(l).DiffId) },
        },
        s_json);

    private static string ChainOf(DescribedImage image) => image.Layers.Aggregate((string?)null, (below, layer) => Chain(below, new LayerTar(layer).DiffId))!;

    // OCI image-spec config.md, "Layer ChainID".
    private static string Chain(string? below, string diffId) => below is null ? diffId : Digest(Encoding.ASCII.GetBytes($"{below} {diffId}"));

    private static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Hex(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(name)));
}
