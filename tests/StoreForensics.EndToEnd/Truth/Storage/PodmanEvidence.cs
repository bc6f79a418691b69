using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Storage;

/// <summary>One store of Podman among the evidence, with what its own Podman said of it.</summary>
/// <param name="Name">The evidence.</param>
/// <param name="Folder">Where truth lies below it.</param>
/// <param name="Store">What the program calls the store.</param>
/// <param name="Archive">The evidence's file.</param>
internal sealed record PodmanEvidence(string Name, string Folder, string Store, string Archive)
{
    public static readonly PodmanEvidence[] All =
    [
        new("larder", "truth", "overlay", "larder.tar.gz"),
        new("cellar", "truth/root", "overlay", "cellar.tar.xz"),
        new("cellar", "truth/user", "overlay@home/cook/.local/share/containers/storage", "cellar.tar.xz"),
    ];

    public string Tar => Unpacked.PlainTar(SharedFolder.Require($"evidence/{Name}/{Archive}"));

    /// <summary>Whether it is the Podman of 4.3, which says some things otherwise.</summary>
    public bool IsOld => Name == "larder";

    public string PathOf(string relative) => SharedFolder.Require($"evidence/{Name}/{Folder}/{relative}");

    public IEnumerable<string> Files(string folder, string pattern) => Directory.GetFiles(PathOf(folder), pattern).Order(StringComparer.Ordinal);

    public IEnumerable<JsonElement> Inspected(string kind) => Files("inspect", kind + "-*.json").Select(f => Json(f)[0]);

    public static JsonElement Json(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }

    /// <summary>The rows of the store.</summary>
    public IReadOnlyList<JsonRow> Ask(string command, params string[] more) =>
        [.. BuiltProgram.Run([command, Tar, "--format", "json", .. more]).MustExit(0, 1, 4).JsonRows().Where(r => r.Text("store") == Store)];

    /// <summary>One command over each of many objects.</summary>
    public ProgramRun[] AskEach(string command, IEnumerable<string> objects, params string[] more) =>
        BuiltProgram.RunAll([.. objects.Select(o => (string[])[command, Tar, o, "--root", Root, "--format", "json", .. more])]);

    public override string ToString() => $"{Name} {Folder}";

    private string Root => Store.Contains('@', StringComparison.Ordinal) ? Store[(Store.IndexOf('@', StringComparison.Ordinal) + 1)..]
        : "var/lib/containers/storage";
}
