using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// One graph-era evidence with its truth. What the program says of it is asked once and kept, so that many tests cost few runs. The timeline
/// is made from the archive as it came; the many small questions go to the same archive unpacked to a plain tar.
/// </summary>
internal sealed class GraphEvidence
{
    private readonly string _archive;
    private readonly string _truth;
    private readonly Lazy<TruthFolder> _truthFolder;
    private readonly Lazy<ProgramRun> _timelineRun;
    private readonly Lazy<CsvTable> _timeline;
    private readonly Lazy<IReadOnlyList<JsonRow>> _images;
    private readonly Lazy<IReadOnlyList<JsonRow>> _allImages;
    private readonly Lazy<IReadOnlyList<JsonRow>> _containers;

    private GraphEvidence(string name, string driver, string archive, string truth, string? planted)
    {
        Name = name;
        Driver = driver;
        Planted = planted;
        _archive = archive;
        _truth = truth;
        _truthFolder = new(() => new TruthFolder(SharedFolder.Require(_truth)));
        _timelineRun = new(() => BuiltProgram.Run("timeline", Archive).MustExit(GoodEnds));
        _timeline = new(() => CsvTable.Parse(_timelineRun.Value.Output));
        _images = new(() => Ask("images").JsonRows());
        _allImages = new(() => Ask("images", "--all").JsonRows());
        _containers = new(() => Ask("containers").JsonRows());
    }

    /// <summary>The walk-through of docker-storage-formats.md section 2 before the build.</summary>
    public static GraphEvidence SeedBefore { get; } =
        new("seed07-before", "aufs", "evidence/seed07/seed07-before.tar.gz", "evidence/seed07/truth-before", null);

    /// <summary>The same after the build.</summary>
    public static GraphEvidence Seed { get; } = new("seed07", "aufs", "evidence/seed07/seed07.tar.gz", "evidence/seed07/truth", null);

    /// <summary>Docker 0.7.2, power cut with two containers running.</summary>
    public static GraphEvidence Barn { get; } =
        new("barn", "aufs", "evidence/seed07/barn.tar.xz", "evidence/seed07/truth-barn", "evidence/seed07/planted-barn.json");

    /// <summary>Docker 1.9.1, overlay(1).</summary>
    public static GraphEvidence Elder { get; } =
        new("elder", "overlay", "evidence/elder/elder.tar.xz", "evidence/elder/truth", "evidence/elder/planted.json");

    public static IEnumerable<GraphEvidence> All => [SeedBefore, Seed, Barn, Elder];

    public static IEnumerable<GraphEvidence> WithContainers => [Seed, Barn, Elder];

    public string Name { get; }

    /// <summary>The storage driver: <c>aufs</c> or <c>overlay</c>.</summary>
    public string Driver { get; }

    /// <summary>Where the list of planted things lies below <c>shared</c>; null where there is none.</summary>
    public string? Planted { get; }

    public string Archive => SharedFolder.Require(_archive);

    public string Tar => Unpacked.PlainTar(Archive);

    public TruthFolder Truth => _truthFolder.Value;

    public CsvTable Timeline => _timeline.Value;

    /// <summary>As <c>docker images</c>.</summary>
    public IReadOnlyList<JsonRow> Images => _images.Value;

    /// <summary>As <c>docker images -a</c>.</summary>
    public IReadOnlyList<JsonRow> AllImages => _allImages.Value;

    public IReadOnlyList<JsonRow> Containers => _containers.Value;

    public bool IsDocker07 => Driver == "aufs";

    /// <summary>
    /// Nothing in the walk-through is damaged: 0. barn lost power and elder has a container whose image is gone, which a report may count
    /// among the problems: 4 is right for them too.
    /// </summary>
    public int[] GoodEnds => this == SeedBefore || this == Seed ? [0] : [0, 4];

    public override string ToString() => Name;

    /// <summary>One command on the plain tar, as JSON.</summary>
    public ProgramRun Ask(string command, params string[] rest) =>
        BuiltProgram.Run([command, Tar, .. rest, "--format", "json"]).MustExit(GoodEnds);

    /// <summary>The same command for many objects, a few at a time.</summary>
    public ProgramRun[] AskEach(string command, IEnumerable<string> objects, params string[] rest) =>
        BuiltProgram.RunAll([.. objects.Select(o => (string[])[command, Tar, o, .. rest, "--format", "json"])]);
}
