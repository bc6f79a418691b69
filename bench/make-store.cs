// Makes an overlay2 data root of a host that builds all day as one tar: many images on one base, containers of one image, layers or tags.
// dotnet run bench/make-store.cs -- OUT.tar IMAGES [CONTAINERS] [LAYERS] [TAGS] [FILES]
//   IMAGES one layer each on the base they share; CONTAINERS of the first of them; LAYERS above the base in images of a hundred;
//   TAGS more of the first image; FILES in the base.
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

string path = args[0];
int images = Count(1, 1), containers = Count(2, 0), layers = Count(3, 0), tags = Count(4, 0), files = Count(5, 300);
const int layersAnImage = 100;
var epoch = new DateTimeOffset(2023, 3, 14, 9, 26, 53, TimeSpan.Zero);
var repositories = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
var lowers = new Dictionary<string, string>(StringComparer.Ordinal);

using var tar = new TarWriter(File.Create(path), TarEntryFormat.Pax);
foreach (string directory in (string[])["", "containers", "image", "image/overlay2", "image/overlay2/imagedb", "image/overlay2/imagedb/content",
    "image/overlay2/imagedb/content/sha256",
    "image/overlay2/layerdb", "image/overlay2/layerdb/mounts", "image/overlay2/layerdb/sha256", "overlay2", "overlay2/l", "volumes"])
    AddDirectory(directory);

Layer[] bottom = [AddLayer("base", null, files)];
string first = "";
Layer[] firstLayers = bottom;
for (int i = 0; i < images; i++)
{
    Layer[] stack = [.. bottom, AddLayer("image " + i, bottom[^1], 2)];
    string id = AddImage(stack, i, $"team/app-{i:d5}", "latest");
    if (i == 0)
        (first, firstLayers) = (id, stack);
}
for (int done = 0; done < layers; done += layersAnImage)
{
    List<Layer> stack = [.. bottom];
    for (int n = done; n < Math.Min(done + layersAnImage, layers); n++)
        stack.Add(AddLayer("step " + n, stack[^1], 2));
    AddImage([.. stack], images + done, $"team/deep-{done / layersAnImage:d3}", "latest");
}
for (int i = 0; i < tags; i++)
    Tag(first, $"team/release-{i % 50:d2}", $"v{i / 50:d4}");
for (int i = 0; i < containers; i++)
    AddContainer(i);
AddFile("image/overlay2/repositories.json", "{\"Repositories\":{"
    + string.Join(',', repositories.Select(r => $"\"{r.Key}\":{{{string.Join(',', r.Value.Select(t => $"\"{t.Key}\":\"{t.Value}\""))}}}")) + "}}", epoch);

int Count(int at, int otherwise) => args.Length > at ? int.Parse(args[at]) : otherwise;

string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

Layer AddLayer(string name, Layer? below, int count)
{
    string diff = "sha256:" + Hex("diff " + name), cache = Hex("cache " + name);
    var layer = new Layer(name, diff, below is null ? diff : "sha256:" + Hex(below.Chain + " " + diff), cache);
    string entry = "image/overlay2/layerdb/sha256/" + layer.Chain[7..];
    AddDirectory(entry);
    AddFile(entry + "/diff", diff, epoch);
    AddFile(entry + "/size", (count * 12).ToString(), epoch);
    AddFile(entry + "/cache-id", cache, epoch);
    if (below is not null)
        AddFile(entry + "/parent", below.Chain, epoch);
    AddOverlay(cache, below?.Cache);
    string application = name.Replace(' ', '-');
    AddDirectory($"overlay2/{cache}/diff/srv");
    AddDirectory($"overlay2/{cache}/diff/srv/{application}");
    for (int n = 0; n < count; n++)
        AddFile($"overlay2/{cache}/diff/srv/{application}/file-{n:d4}.txt", "some content", epoch.AddSeconds(n * 7919 % 100_000));
    return layer;
}

void AddOverlay(string id, string? below)
{
    AddDirectory("overlay2/" + id);
    AddDirectory($"overlay2/{id}/diff");
    AddFile($"overlay2/{id}/link", Link(id), epoch);
    // All layers below, the next one first, as the engine writes them.
    lowers[id] = below is null ? "" : lowers[below].Length == 0 ? "l/" + Link(below) : $"l/{Link(below)}:{lowers[below]}";
    if (below is not null)
        AddFile($"overlay2/{id}/lower", lowers[id], epoch);
    tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "var/lib/docker/overlay2/l/" + Link(id)) { LinkName = $"../{id}/diff",
        ModificationTime = epoch });
}

// 26 letters of base 32; what they are the engine draws.
string Link(string id) => string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes("link " + id))[..26].Select(b => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[b % 32]));

string AddImage(Layer[] stack, int number, string repository, string tag)
{
    string created = Moment(number);
    // Each build dates the step of the base itself, so that no two images share it.
    IEnumerable<string> history = stack.Select(l => $"{{\"created\":\"{created}\",\"created_by\":\"/bin/sh -c make {l.Name}\"}}");
    string config = $"{{\"architecture\":\"amd64\",\"config\":{{\"Cmd\":[\"/srv/run\"],\"Env\":[\"PATH=/bin\",\"NUMBER={number}\"]}},\"created\":\"{created}\",\"docker_version\":\"20.10.24\",\"history\":["
        + string.Join(',', history)
            + $",{{\"created\":\"{created}\",\"created_by\":\"/bin/sh -c #(nop)  CMD [\\\"/srv/run\\\"]\",\"empty_layer\":true}}],\"os\":\"linux\",\"rootfs\":{{\"type\":\"layers\",\"diff_ids\":["
        + string.Join(',', stack.Select(l => $"\"{l.Diff}\"")) + "]}}";
    string id = Hex(config);
    AddFile("image/overlay2/imagedb/content/sha256/" + id, config, epoch.AddSeconds(number));
    Tag("sha256:" + id, repository, tag);
    return "sha256:" + id;
}

void Tag(string id, string repository, string tag)
{
    if (!repositories.TryGetValue(repository, out SortedDictionary<string, string>? names))
        repositories[repository] = names = new(StringComparer.Ordinal);
    names[$"{repository}:{tag}"] = id;
}

void AddContainer(int number)
{
    string id = Hex("container " + number), mount = Hex("mount " + number), entry = "image/overlay2/layerdb/mounts/" + id, created = Moment(number);
    AddDirectory(entry);
    AddFile(entry + "/mount-id", mount, epoch);
    AddFile(entry + "/init-id", mount + "-init", epoch);
    AddFile(entry + "/parent", firstLayers[^1].Chain, epoch);
    AddOverlay(mount + "-init", firstLayers[^1].Cache);
    AddOverlay(mount, mount + "-init");
    AddFile($"overlay2/{mount}/diff/run.log", "some content", epoch.AddSeconds(number));
    AddDirectory("containers/" + id);
    AddFile($"containers/{id}/hostname", id[..12], epoch);
    AddFile($"containers/{id}/hostconfig.json", "{\"NetworkMode\":\"default\",\"RestartPolicy\":{\"Name\":\"no\"},\"Privileged\":false}", epoch);
    AddFile($"containers/{id}/config.v2.json",
        $"{{\"ID\":\"{id}\",\"Created\":\"{created}\",\"Path\":\"/srv/run\",\"Args\":[],\"Config\":{{\"Hostname\":\"{id[..12]}\",\"Image\":\"team/app-00000\"}},"
        + $"\"Image\":\"{first}\",\"Driver\":\"overlay2\",\"Name\":\"/job-{number:d5}\",\"State\":{{\"Running\":false,\"StartedAt\":\"{created}\",\"FinishedAt\":\"{Moment(number + 1)}\",\"ExitCode\":0}}}}", epoch);
    AddFile($"containers/{id}/{id}-json.log", $"{{\"log\":\"job {number}\\n\",\"stream\":\"stdout\",\"time\":\"{created}\"}}\n", epoch);
}

string Moment(int number) => epoch.AddSeconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss'.123456789Z'");

void AddDirectory(string name) =>
    tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "var/lib/docker/" + name) { ModificationTime = epoch, Mode = (UnixFileMode)0x1ed });

void AddFile(string name, string content, DateTimeOffset time) => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "var/lib/docker/" + name)
{
    ModificationTime = time,
    Mode = (UnixFileMode)0x1a4,
    DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content)),
});

internal sealed record Layer(string Name, string Diff, string Chain, string Cache);
