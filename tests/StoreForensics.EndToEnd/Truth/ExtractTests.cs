using System.Text;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary><c>extract</c> of containers against <c>docker export</c> as <c>tar -tv</c> lists it, and against the files on disk.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class ExtractTests
{
    private const string Capability = "security.capability";

    [TestCase("shop/shop.tar.gz", "shop/truth")]
    [TestCase("attic/attic.tar.xz", "attic/truth")]
    public void A_container_is_what_the_engine_exported(string archive, string truth)
    {
        string tar = Unpacked.PlainTar(SharedFolder.Require("evidence/" + archive));
        string[] listings = Directory.GetFiles(SharedFolder.Require($"evidence/{truth}/export"), "*.txt");
        var disagreements = new Disagreements();
        using var scratch = new ScratchFolder();
        foreach (string listing in listings)
        {
            string container = Path.GetFileNameWithoutExtension(listing), file = scratch.File(container + ".tar"), list = scratch.File(container + ".txt");
            BuiltProgram.Run("extract", tar, container, "-o", file).MustExit(0, 4);
            HostTool.Run("tar", ["--utc", "--numeric-owner", "--full-time", "--quoting-style=c", "-tvf", file], outputFile: list);
            IEnumerable<string> own = File.ReadLines(list, Encoding.Latin1).Where(l =>
                !l.EndsWith(" \"./\"", StringComparison.Ordinal)).Select(ExportTests.Line);
            disagreements.SameSortedSet(container, File.ReadLines(listing, Encoding.Latin1).Where(l => l.Length > 0).Select(ExportTests.Line), own);
        }
        disagreements.AssertNone(2);
    }

    /// <summary>Each file's bytes are those of the layer that <c>ls</c> names, and file capabilities are where <c>getfattr</c> found them on disk.</summary>
    [TestCase("shop/shop.tar.gz", "shop/truth")]
    public void Contents_and_attributes_are_those_on_disk(string archive, string truth)
    {
        string packed = SharedFolder.Require("evidence/" + archive), tar = Unpacked.PlainTar(packed);
        using var scratch = new ScratchFolder();
        IReadOnlyDictionary<string, string> onDisk = Hashes(scratch, tar);
        string root = onDisk.Keys.First(k => k.Contains("/overlay2/", StringComparison.Ordinal)
            && k.Contains("/diff/", StringComparison.Ordinal)).Split("overlay2/")[0];
        IReadOnlySet<string> capable = new TruthFolder(SharedFolder.Require($"evidence/{truth}")).WithXattr(Capability);
        var disagreements = new Disagreements();
        int capabilities = 0;
        foreach (string container in Directory.GetFiles(SharedFolder.Require($"evidence/{truth}/export"), "*.txt").Select(f =>
            Path.GetFileNameWithoutExtension(f)!))
        {
            string file = scratch.File(container + ".tar");
            BuiltProgram.Run("extract", packed, container, "-o", file).MustExit(0, 4); // the compressed one: contents go through scratch space
            IReadOnlyDictionary<string, string> members = Hashes(scratch, file);
            IReadOnlySet<string> own = Capable(scratch, file);
            foreach (JsonRow row in BuiltProgram.Run("ls", tar, container, "--recursive", "--format", "json").MustExit(0, 4).JsonRows().Where(r =>
                r.Text("kind") == "file"))
            {
                string path = RawBytes.OfJsonPath(row), inStore = $"overlay2/{row.Text("layer")}/diff{path}";
                disagreements.Same($"{container} {RawBytes.Show(path)}", onDisk[root + inStore], members[path]);
                disagreements.Same($"{container} {RawBytes.Show(path)} {Capability}", capable.Contains(inStore), own.Contains(path));
                capabilities += own.Contains(path) ? 1 : 0;
            }
        }
        disagreements.True("some file has a capability", capabilities > 0);
        disagreements.AssertNone(400);
    }

    // Of every regular file, by its path from the archive's root, as GNU tar unpacks it; whiteouts are devices, which only root can make.
    private static Dictionary<string, string> Hashes(ScratchFolder scratch, string tar)
    {
        string name = "of-" + Path.GetFileName(tar), folder = scratch.Folder(name), list = scratch.File(name + ".txt");
        HostTool.Run("tar", ["-C", folder, "--no-same-owner", "--warning=no-timestamp", "-xf", tar]);
        HostTool.Run("find", [folder, "-type", "f", "-exec", "sha256sum", "-z", "{}", "+"], outputFile: list);
        string[] lines = RawBytes.Of(File.ReadAllBytes(list)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return lines.ToDictionary(l => l[(66 + folder.Length)..], l => l[..64], StringComparer.Ordinal);
    }

    // tar -tvv shows each attribute in a line of its own below its member.
    private static HashSet<string> Capable(ScratchFolder scratch, string tar)
    {
        string list = scratch.File("attributes.txt");
        HostTool.Run("tar", ["--xattrs", "--xattrs-include=*", "--quoting-style=c", "-tvvf", tar], outputFile: list);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        string at = "";
        foreach (string line in File.ReadLines(list, Encoding.Latin1))
        {
            if (line.StartsWith("  x: ", StringComparison.Ordinal) && line.EndsWith(' ' + Capability, StringComparison.Ordinal))
                paths.Add("/" + at);
            else if (line.Contains('"', StringComparison.Ordinal))
                at = line.Split('"')[1];
        }
        return paths;
    }
}
