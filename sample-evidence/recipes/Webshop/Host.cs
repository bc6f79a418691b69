using System.Security.Cryptography;
using System.Text;
using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Webshop;

/// <summary>Writes what the engine (1.6.2, AUFS) leaves in its data root for an image, a container, a volume.</summary>
internal sealed class Host(DataRoot root)
{
    public const string EngineVersion = "1.6.2";
    public const string RootPath = "/var/lib/docker/";

    private const string ResolvConf = "nameserver 192.0.2.53\nsearch example.com\n";

    /// <summary>An image made here: the engine's own JSON.</summary>
    public void AddBuilt(ImageRecord image, Action<AufsLayer>? fill = null)
    {
        Stamp registered = image.Created.AddMicroseconds(34_211);
        long size = AddLayer(image.Id, image.Ancestors, registered, registered.AddMicroseconds(-29_730), fill);
        AddDescription("graph/" + image.Id, image, registered, size, image.ToJson(size).Text);
    }

    /// <summary>An image that was pulled: the engine writes its JSON as it writes that of its own.</summary>
    public void AddPulled(ImageRecord image, Stamp registered, Action<AufsLayer>? fill = null)
    {
        long size = AddLayer(image.Id, image.Ancestors, registered, registered.AddMicroseconds(-2_418_000), fill);
        AddDescription("graph/" + image.Id, image, registered, size, image.ToJson(size).Text);
    }

    /// <summary>
    /// An image in the middle of its removal: its description already lies in the trash, its layer is renamed and partly
    /// gone, its list of ancestors still there.
    /// </summary>
    public void AddHalfRemoved(ImageRecord image, string trashId, Stamp removal, Action<AufsLayer> fill)
    {
        Stamp registered = image.Created.AddMicroseconds(31_877);
        var layer = new AufsLayer(root, image.Id + "-removing", removal);
        fill(layer);
        AddAncestors(image.Id, image.Ancestors, registered);
        AddDescription("graph/_tmp/" + trashId, image, registered, layer.Size, image.ToJson(layer.Size).Text);
    }

    /// <summary>A container with both its layers; <paramref name="fill"/> adds what it changed.</summary>
    public void AddContainer(ContainerRecord container, string log, Action<AufsLayer> fill)
    {
        Stamp made = container.Created.AddMicroseconds(4_120);
        Stamp mounted = container.Created.AddMicroseconds(71_385);
        string[] ancestors = [container.Image.Id, .. container.Image.Ancestors];
        AddLayer(container.Id + "-init", ancestors, mounted, made, FillInit);
        AddLayer(container.Id, [container.Id + "-init", .. ancestors], container.LayerModified, mounted, layer =>
        {
            layer.Bookkeeping(mounted.AddMicroseconds(16_004));
            fill(layer);
        });
        AddContainerFiles(container, log);

        void FillInit(AufsLayer layer)
        {
            layer.Bookkeeping(made.AddMicroseconds(15_880));
            layer.File(".dockerenv", mounted, "", Modes.Executable);
            layer.File(".dockerinit", mounted, "", Modes.Executable);
            layer.Directories(mounted, "dev", "dev/pts", "dev/shm", "etc");
            layer.File("dev/console", mounted, "", Modes.Executable);
            foreach (string name in new[] { "hostname", "hosts", "resolv.conf" })
                layer.File("etc/" + name, mounted, "", Modes.Executable);
            layer.Symlink("etc/mtab", mounted, "/proc/mounts");
        }
    }

    /// <summary>The record of a volume or, since 1.3, of a bind mount.</summary>
    public void AddMountRecord(Bind mount, Stamp time)
    {
        root.Directory("volumes/" + mount.VolumeId, Modes.Executable, time);
        GoJson json = GoJson.Struct(
            ("ID", mount.VolumeId), ("Path", mount.HostPath), ("IsBindMount", !mount.IsVolume), ("Writable", true));
        root.File($"volumes/{mount.VolumeId}/config.json", Modes.Plain, time, json.Text + "\n");
    }

    private long AddLayer(string id, string[] ancestors, Stamp modified, Stamp created, Action<AufsLayer>? fill)
    {
        var layer = new AufsLayer(root, id, modified);
        fill?.Invoke(layer);
        AddAncestors(id, ancestors, created);
        root.Directory("aufs/mnt/" + id, Modes.Executable, created);
        return layer.Size;
    }

    private void AddAncestors(string id, string[] ancestors, Stamp created) =>
        root.File("aufs/layers/" + id, Modes.Plain, created, string.Concat(ancestors.Select(ancestor => ancestor + "\n")));

    private void AddDescription(string folder, ImageRecord image, Stamp time, long size, string json)
    {
        root.Directory(folder, Modes.Private, time);
        // With the line end of Go's encoder.
        root.File(folder + "/json", Modes.Secret, time, json + "\n");
        root.File(folder + "/layersize", Modes.Secret, time, FormattableString.Invariant($"{size}"));
    }

    private void AddContainerFiles(ContainerRecord container, string log)
    {
        string folder = "containers/" + container.Id;
        Stamp prepared = container.Started.AddMicroseconds(-101_550);
        string hash = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(ResolvConf)));
        root.Directory(folder, Modes.Private, prepared);
        root.File($"{folder}/{container.Id}-json.log", Modes.Secret, log.Length == 0 ? prepared : container.LastLog ?? container.LastChange, log);
        root.File(folder + "/config.json", Modes.Plain, container.LastChange.AddMicroseconds(911), container.ToJson().Text);
        root.File(folder + "/hostconfig.json", Modes.Plain, container.LastChange.AddMicroseconds(1_043), container.HostConfigJson().Text);
        root.File(folder + "/hostname", Modes.Plain, prepared, container.Config.Hostname + "\n");
        root.File(folder + "/hosts", Modes.Plain, prepared, Hosts(container));
        root.File(folder + "/resolv.conf", Modes.Plain, prepared, ResolvConf);
        root.File(folder + "/resolv.conf.hash", Modes.Plain, prepared, hash);
    }

    private static string Hosts(ContainerRecord container) =>
        $"172.17.0.{container.Address}\t{container.Config.Hostname}\n"
        + "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nff00::0\tip6-mcastprefix\n"
        + "ff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n"
        + container.LinkedHosts;
}
