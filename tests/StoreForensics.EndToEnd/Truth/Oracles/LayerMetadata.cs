using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>
/// Which driver directory stands on which, from <c>layerdb</c> and overlay2's <c>lower</c> files, taken out by tar itself (docker-storage-formats.md 4.3, 4.4).
/// </summary>
internal sealed class LayerMetadata
{
    private const string Root = "var/lib/docker";
    private readonly Dictionary<(string? Parent, string Diff), string> _chains = [];
    private readonly Dictionary<string, string> _directories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _mounts = new(StringComparer.Ordinal);

    /// <summary>The directory below, by directory; null for a base layer.</summary>
    public Dictionary<string, string?> Below { get; } = new(StringComparer.Ordinal);

    /// <summary>The writable layer of a container.</summary>
    public string? MountOf(string container) => _mounts.GetValueOrDefault(container);

    /// <summary>The directories of an image's layers, bottom first.</summary>
    public IEnumerable<string> DirectoriesOf(IEnumerable<string> diffIds)
    {
        string? chain = null;
        foreach (string diff in diffIds)
            yield return _directories[chain = _chains[(chain, diff)]];
    }

    public static LayerMetadata Of(string tar, string driver)
    {
        string folder = ScratchFolder.Session.Folder($"layerdb-{driver}-{Path.GetFileName(tar)}");
        string[] patterns = [$"{Root}/image/{driver}/layerdb/*/*/*", .. driver == "overlay2" ? [$"{Root}/overlay2/*/lower", $"{Root}/overlay2/*/link"]
            : Array.Empty<string>()];
        HostTool.Run("tar", ["-xf", tar, "-C", folder, "--wildcards", "--no-wildcards-match-slash", .. patterns]);
        var metadata = new LayerMetadata();
        metadata.ReadLower(Path.Combine(folder, Root, driver));
        metadata.ReadDatabase(Path.Combine(folder, Root, "image", driver, "layerdb"));
        return metadata;
    }

    private void ReadLower(string driver)
    {
        string[] layers = Directory.Exists(driver) ? Directory.GetDirectories(driver) : [];
        var byLink = layers.ToDictionary(layer => Text(layer, "link")!, Path.GetFileName);
        foreach (string layer in layers)
            Below[Path.GetFileName(layer)] = Text(layer, "lower") is { } lower ? byLink[lower.Split(':')[0]["l/".Length..]] : null;
    }

    private void ReadDatabase(string layerdb)
    {
        string[] layers = Directory.GetDirectories(Path.Combine(layerdb, "sha256"));
        foreach (string layer in layers)
        {
            string chain = "sha256:" + Path.GetFileName(layer);
            _directories[chain] = Text(layer, "cache-id")!;
            _chains[(Text(layer, "parent"), Text(layer, "diff")!)] = chain;
        }
        foreach (string layer in layers)
            Below[Text(layer, "cache-id")!] = DirectoryOf(Text(layer, "parent"));
        foreach (string mount in Directory.GetDirectories(Path.Combine(layerdb, "mounts")))
        {
            (string id, string init) = (Text(mount, "mount-id")!, Text(mount, "init-id")!);
            (_mounts[Path.GetFileName(mount)], Below[id], Below[init]) = (id, init, DirectoryOf(Text(mount, "parent")));
        }
    }

    private string? DirectoryOf(string? chain) => chain is null ? null : _directories[chain];

    private static string? Text(string folder, string name) => File.Exists(Path.Combine(folder, name)) ? File.ReadAllText(Path.Combine(folder, name)) : null;
}
