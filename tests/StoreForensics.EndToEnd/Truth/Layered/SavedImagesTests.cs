using System.Text;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Layered;

/// <summary>
/// <c>ls --recursive</c> of every image against <c>docker save</c>: the members of its layers, listed by <c>tar -tv</c> and put on one another by the tests.
/// Path, type, mode, owner, size, time to the second, link target.
/// </summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class SavedImagesTests
{
    [TestCase("shop/shop.tar.gz", "shop/truth", 5, true)]
    [TestCase("attic/attic.tar.xz", "attic/truth", 4, true)]
    [TestCase("quay/quay.tar.xz", "quay/truth", 10, true)]
    // overlay(1) makes each layer's tree anew from hard links: its directories have the time of that.
    [TestCase("elder/elder.tar.xz", "elder/truth", 8, false)]
    public void An_image_holds_what_the_engine_saved(string archive, string truth, int atLeast, bool keepsDirectoryTimes)
    {
        string tar = Unpacked.PlainTar(SharedFolder.Require("evidence/" + archive));
        // Of an image that was never unpacked there are tars alone, which are not views.
        HashSet<string> unpacked = [.. BuiltProgram.Run("images", tar, "--all", "--format", "json").MustExit(0, 4).JsonRows()
            .Where(row => row.List("layers").Any()).Select(row => row.Text("id")!.Split(':')[^1])];
        SavedImage[] images = [.. SavedImage.Of(SharedFolder.Require("evidence/" + truth)).Where(i => unpacked.Contains(i.Id))];
        ProgramRun[] runs = BuiltProgram.RunAll([.. images.Select(i => (string[])["ls", tar, i.Id, "--recursive", "--format", "json"])]);
        var disagreements = new Disagreements();
        foreach ((SavedImage image, ProgramRun run) in images.Zip(runs))
            disagreements.SameSortedSet(image.Id[..12], image.Replay().Entries.Select(m => Line(m, keepsDirectoryTimes)),
                run.MustExit(0, 4).JsonRows().Select(r => Line(r, keepsDirectoryTimes)));
        disagreements.AssertNone(atLeast);
    }

    /// <summary><c>compare</c> of each image with the next one: what only one has, and
    /// what both have otherwise; directories' times count for nothing.</summary>
    [TestCase("shop/shop.tar.gz", "shop/truth", 5)]
    [TestCase("attic/attic.tar.xz", "attic/truth", 3)]
    [TestCase("elder/elder.tar.xz", "elder/truth", 7)]
    public void Two_images_differ_in_what_the_engine_saved(string archive, string truth, int atLeast)
    {
        string tar = Unpacked.PlainTar(SharedFolder.Require("evidence/" + archive));
        SavedImage[] images = [.. SavedImage.Of(SharedFolder.Require("evidence/" + truth))];
        (SavedImage A, SavedImage B)[] pairs = [.. images.Zip(images.Skip(1))];
        ProgramRun[] runs = BuiltProgram.RunAll([.. pairs.Select(p => (string[])["compare", tar, p.A.Id, p.B.Id, "--format", "json"])]);
        var disagreements = new Disagreements();
        foreach (((SavedImage a, SavedImage b), ProgramRun run) in pairs.Zip(runs))
        {
            JsonRow[] rows = [.. run.MustExit(0, 4).JsonRows()];
            // What a listing cannot show: contents of the same size, and attributes.
            IEnumerable<JsonRow> files = rows.Where(r => r.Text("record") == "file"
                && !(r.Text("change") == "C" && r.List("differs").All(d => d is "content" or "xattrs")));
            disagreements.SameSortedSet($"{a.Id[..12]} {b.Id[..12]}", Differences(a.Replay(), b.Replay()),
                files.Select(r => $"{r.Text("change")} {RawBytes.OfJsonPath(r)}"));
            disagreements.Same($"shared layers of {a.Id[..12]} and {b.Id[..12]}", (long)a.Names.Zip(b.Names).TakeWhile(p => p.First == p.Second).Count(),
                rows[0].Number("shared_layers"));
        }
        disagreements.AssertNone(atLeast);
    }

    private static IEnumerable<string> Differences(LayerReplay a, LayerReplay b)
    {
        var first = a.Entries.ToDictionary(e => e.Path, e => Line(e, keepsDirectoryTimes: false), StringComparer.Ordinal);
        var second = b.Entries.ToDictionary(e => e.Path, e => Line(e, keepsDirectoryTimes: false), StringComparer.Ordinal);
        return first.Keys.Union(second.Keys).Where(p => first.GetValueOrDefault(p) != second.GetValueOrDefault(p))
            .Select(p => $"{(!first.ContainsKey(p) ? 'A' : !second.ContainsKey(p) ? 'D' : 'C')} {p}");
    }

    private static string Line(TarMember m, bool keepsDirectoryTimes) =>
        $"{m.Path} {m.Type} {(m.Type == 'l' ? "" : m.Mode)} {m.Owner} {(m.Type == '-' ? m.Size : "")} {(keepsDirectoryTimes || m.Type != 'd' ? m.Time : "")} {(m.Type == 'l' ? m.Target : "")}";

    private static string Line(JsonRow row, bool keepsDirectoryTimes)
    {
        char type = row.Text("kind") switch { "file" => '-', "dir" => 'd', "symlink" => 'l', "char" => 'c', "block" => 'b', "fifo" => 'p', _ => 's' };
        string target = type == 'l' ? RawBytes.Of(Encoding.UTF8.GetBytes(row.Text("link_target")!)) : "";
        return Line(new TarMember(type, ExportTests.Mode(row.Text("mode")!), $"{row.Text("uid")}/{row.Text("gid")}", row.Text("size") ?? "",
            row.Text("mtime")![..19].Replace('T', ' '), RawBytes.OfJsonPath(row), target), keepsDirectoryTimes);
    }

    /// <summary>An image as <c>docker save</c> wrote it.</summary>
    private sealed record SavedImage(string Id, IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<TarMember>> Layers)
    {
        public LayerReplay Replay()
        {
            var replay = new LayerReplay();
            foreach (IReadOnlyList<TarMember> layer in Layers)
                replay.Apply(layer);
            return replay;
        }

        public static IEnumerable<SavedImage> Of(string truth)
        {
            IReadOnlyDictionary<string, byte[]> files = File.Exists(Path.Combine(truth, "save.tar.xz")) ? Unpacked.Files(Path.Combine(truth, "save.tar.xz"))
                : Directory.GetFiles(Path.Combine(truth, "save")).ToDictionary(f => f, File.ReadAllBytes);
            var folder = new TruthFolder(truth);
            foreach ((string name, byte[] text) in files.Where(f => f.Key.EndsWith(".layers.txt", StringComparison.Ordinal)).OrderBy(f => f.Key,
                StringComparer.Ordinal))
            {
                string id = Path.GetFileName(name)[..^".layers.txt".Length];
                Dictionary<string, (string Digest, List<TarMember> Members)> layers = Sections(RawBytes.Of(text));
                byte[]? manifest = files.GetValueOrDefault(name.Replace(".layers.txt", ".manifest.json", StringComparison.Ordinal));
                IEnumerable<string> order = manifest is null ? ByParents(folder, id) : Order(manifest);
                string[] saved = [.. order.Where(layers.ContainsKey)];
                // With a manifest came content addresses; the names of layers are then made up for the archive.
                yield return new SavedImage(id, manifest is null ? saved : [.. saved.Select(l => layers[l].Digest)], [.. saved.Select(l => layers[l].Members)]);
            }
        }

        // Bottom first.
        private static string[] Order(byte[] manifest)
        {
            using JsonDocument document = JsonDocument.Parse(manifest);
            return [.. document.RootElement[0].GetProperty(nameof(Layers)).EnumerateArray().Select(l => l.GetString()!)];
        }

        // Before there was a manifest a layer was an image, and `docker history` names them, newest first.
        private static IEnumerable<string> ByParents(TruthFolder folder, string id)
        {
            ClientTable history = folder.Histories.Single(h => h.Image == id).Table;
            return history.Rows.Select(row => history.Cell(row, "IMAGE") + "/layer.tar").Reverse();
        }

        private static Dictionary<string, (string Digest, List<TarMember> Members)> Sections(string text)
        {
            var sections = new Dictionary<string, (string Digest, List<TarMember> Members)>(StringComparer.Ordinal);
            List<TarMember>? at = null;
            foreach (string line in text.Split('\n'))
            {
                if (line.StartsWith("== ", StringComparison.Ordinal))
                    sections[line.Split(' ')[1].TrimStart('.', '/')] = (line.Split(' ')[2], at = []);
                else if (TarMember.Parse(line) is { } member)
                    at!.Add(member);
            }
            return sections;
        }
    }
}
