using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Layered;

/// <summary>One evidence of Docker 20.10 with its truth; as <see cref="GraphEvidence"/>, what the program says of it is asked once.</summary>
internal sealed class LayeredEvidence
{
    private readonly string _archive;
    private readonly string _truth;
    private readonly string _planted;
    private readonly bool _isDisk;
    private readonly Lazy<TruthFolder> _truthFolder;
    private readonly Lazy<LayerMetadata> _metadata;
    private readonly Lazy<CsvTable> _timeline;
    private readonly Lazy<IReadOnlyList<JsonRow>> _images;
    private readonly Lazy<IReadOnlyList<JsonRow>> _allImages;
    private readonly Lazy<IReadOnlyList<JsonRow>> _containers;

    private LayeredEvidence(string name, string driver, string archive, string truth, string planted)
    {
        (Name, Driver, _archive, _truth, _planted) = (name, driver, archive, truth, planted);
        _isDisk = archive.EndsWith(".img.xz", StringComparison.Ordinal);
        _truthFolder = new(() => new TruthFolder(SharedFolder.Require(_truth)));
        _metadata = new(() => LayerMetadata.Of(_isDisk ? HostTar() : Tar, driver));
        _timeline = new(() => CsvTable.Parse(BuiltProgram.Run("timeline", Archive).MustExit(0).Output));
        _images = new(() => Ask("images").JsonRows());
        _allImages = new(() => Ask("images", "--all").JsonRows());
        _containers = new(() => Ask("containers").JsonRows());
    }

    /// <summary>overlay2, stopped cleanly.</summary>
    public static LayeredEvidence Shop { get; } = new("shop", "overlay2", "evidence/shop/shop.tar.gz", "evidence/shop/truth", "evidence/shop/planted.json");

    /// <summary>The same a minute before, with containers running; its truth tells of containers only, and has no listing of files.</summary>
    public static LayeredEvidence ShopLive { get; } =
        new("shop-live", "overlay2", "evidence/shop/shop-live.tar.xz", "evidence/shop/truth-live", "evidence/shop/planted.json");

    /// <summary>vfs, stopped cleanly.</summary>
    public static LayeredEvidence Attic { get; } = new("attic", "vfs", "evidence/attic/attic.tar.xz", "evidence/attic/truth", "evidence/attic/planted.json");

    /// <summary>overlay2 of Docker 28.5 in a swarm of one node, power cut.</summary>
    public static LayeredEvidence Reed { get; } = new("reed", "overlay2", "evidence/reed/reed.tar.xz", "evidence/reed/truth", "evidence/reed/planted.json");

    /// <summary>A rootless Docker 28.5 with overlay2, power cut.</summary>
    public static LayeredEvidence Wren { get; } = new("wren", "overlay2", "evidence/wren/wren.tar.xz", "evidence/wren/truth", "evidence/wren/planted.json");

    /// <summary>Docker 26 with the containerd image store, its containerd below the data root, stopped.</summary>
    public static LayeredEvidence Nest { get; } = new("nest", "overlayfs", "evidence/nest/nest.tar.xz", "evidence/nest/truth", "evidence/nest/planted.json");

    /// <summary>Docker 28.5 with the containerd image store in the system's containerd, power cut.</summary>
    public static LayeredEvidence Quay { get; } = new("quay", "overlayfs", "evidence/quay/quay.tar.xz", "evidence/quay/truth", "evidence/quay/planted.json");

    /// <summary>Docker 20.10 with devicemapper, its layers devices of a thin pool on the same disk, stopped cleanly.</summary>
    public static LayeredEvidence Sponge { get; } =
        new("sponge", "devicemapper", "evidence/sponge/spongedm.gpt.img.xz", "evidence/sponge/truth-docker", "");

    /// <summary>Those whose images and layers are containerd's.</summary>
    public static IEnumerable<LayeredEvidence> Snapshotted => [Nest, Quay];

    public static IEnumerable<LayeredEvidence> WithContainers => [.. All, .. Snapshotted, Reed, Wren, Sponge];

    public static IEnumerable<LayeredEvidence> All => [Shop, ShopLive, Attic];

    public static IEnumerable<LayeredEvidence> Stopped => [Shop, Attic];

    public static IEnumerable<LayeredEvidence> WithImages => [.. Stopped, Reed, Wren, Sponge];

    public string Name { get; }

    public string Driver { get; }

    public string Planted => SharedFolder.Require(_planted);

    public string Archive => SharedFolder.Require(_archive);

    /// <summary>The evidence without its compression: a plain tar, or a disk.</summary>
    public string Tar => _isDisk ? Unpacked.Image(Archive) : Unpacked.PlainTar(Archive);

    public TruthFolder Truth => _truthFolder.Value;

    /// <summary>Whether its layers are snapshots of containerd: then there is no layer database to compare with.</summary>
    public bool IsSnapshotted => Driver == "overlayfs";

    public LayerMetadata Metadata => _metadata.Value;

    /// <summary>Ids of the containers that were there at the end: in a swarm some go and come after the engine was asked. Null where
    /// that was not asked.</summary>
    public IReadOnlyList<string>? AtTheEnd =>
        Truth.Table("ps-at-the-end.txt") is { } table ? [.. table.Rows.Select(r => table.Cell(r, "CONTAINER ID"))] : null;

    public CsvTable Timeline => _timeline.Value;

    public IReadOnlyList<JsonRow> Images => _images.Value;

    public IReadOnlyList<JsonRow> AllImages => _allImages.Value;

    public IReadOnlyList<JsonRow> Containers => _containers.Value;

    public override string ToString() => Name;

    /// <summary>One command on the plain tar, as JSON.</summary>
    public ProgramRun Ask(string command, params string[] rest) => BuiltProgram.Run([command, Tar, .. rest, "--format", "json"]).MustExit(0);

    /// <summary>The same command for many objects, a few at a time.</summary>
    public ProgramRun[] AskEach(string command, IEnumerable<string> objects, params string[] rest) =>
        [.. BuiltProgram.RunAll([.. objects.Select(o => (string[])[command, Tar, o, .. rest, "--format", "json"])]).Select(run => run.MustExit(0))];

    // What the host's own file system holds; that it is right, other tests show.
    private string HostTar()
    {
        string tar = ScratchFolder.Session.File(Name + ".host.tar");
        BuiltProgram.Run("extract", Tar, "@host:1", "-o", tar).MustExit(0);
        return tar;
    }
}
