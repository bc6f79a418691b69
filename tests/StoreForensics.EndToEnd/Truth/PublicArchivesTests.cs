using System.Diagnostics;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>Saved images that others published, against their own configurations and <c>tar -tv</c> of each layer.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class PublicArchivesTests
{
    private static readonly string[] s_archives =
    [
        "go-containerregistry/hello-world-v25.tar", "go-containerregistry/test_bundle.tar", "go-containerregistry/test_image_1.tar",
        "go-containerregistry/whiteout_image.tar", "go-containerregistry/source_image_with_empty_layer_history.tar",
        "dive/test-docker-image.tar", "trivy/alpine-311.tar.gz", "whaler/test-image.tar",
    ];

    [TestCaseSource(nameof(s_archives))]
    public void An_archive_says_what_its_configurations_and_layers_say(string archive)
    {
        string file = SharedFolder.Require("evidence-public/" + archive);
        JsonRow[] rows = [.. BuiltProgram.Run("images", file, "--format", "json").MustExit(0, 4).JsonRows()];
        var disagreements = new Disagreements();
        using JsonDocument manifest = JsonDocument.Parse(Member(file, "manifest.json"));
        foreach (JsonElement image in manifest.RootElement.EnumerateArray())
        {
            using JsonDocument config = JsonDocument.Parse(Member(file, image.GetProperty("Config").GetString()!));
            string id = image.GetProperty("Config").GetString()!.Split('/')[^1].Replace(".json", "", StringComparison.Ordinal);
            JsonRow row = rows.First(r => r.Text("id") == "sha256:" + id);
            string[] diffs = [.. config.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(d => d.GetString()!)];
            disagreements.Same($"layers of {id}", string.Join(' ', diffs), string.Join(' ', row.List("layers")));
            disagreements.Same($"architecture of {id}", config.RootElement.GetProperty("architecture").GetString(), row.Text("architecture"));
            Steps(disagreements, file, id, config.RootElement);
            foreach ((string layer, string path) in diffs.Zip(image.GetProperty("Layers").EnumerateArray().Select(l => l.GetString()!)))
                disagreements.SameSortedSet($"{id[..12]} {layer[..19]}", Listed(Member(file, path)), Rows(file, layer));
        }
        disagreements.AssertNone(3);
    }

    private static void Steps(Disagreements disagreements, string file, string id, JsonElement config)
    {
        if (!config.TryGetProperty("history", out JsonElement history))
            return;
        JsonRow[] steps = [.. BuiltProgram.Run("history", file, id, "--format", "json").MustExit(0, 4).JsonRows().Reverse()];
        disagreements.SameSet($"steps of {id}", history.EnumerateArray().Select((h, n) => $"{n + 1} {Text(h, "created_by")}"),
            steps.Select((s, n) => $"{n + 1} {s.Text("created_by")}"));
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    // Whiteouts are no entries of a layer, and its root has no name.
    private static IEnumerable<string> Listed(byte[] tar) =>
        Output("tar", tar, tar[0] == 0x1f ? "-tzvf" : "-tvf", "-", "--numeric-owner").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(f => !f[5].Contains(".wh.", StringComparison.Ordinal))
            .Select(f => (Letter: f[0][0] == 'h' ? '-' : f[0][0], Path: Trimmed(f[5]))).Where(f => f.Path.Length > 0).Select(f => $"{f.Letter} {f.Path}");

    // Directories that names alone imply have no mode, and are none of the tar.
    private static IEnumerable<string> Rows(string file, string layer) =>
        BuiltProgram.Run("ls", file, "layer:" + layer, "--recursive", "--format", "json").MustExit(0, 4).JsonRows().Where(r => r.Text("mode") is not null)
            .Select(r => $"{Letter(r.Text("kind")!)} {Trimmed(r.Text("path")!)}");

    private static string Trimmed(string path) => path.TrimStart('.').Trim('/');

    private static char Letter(string kind) => kind switch { "dir" => 'd', "symlink" => 'l', "char" => 'c', "block" => 'b', _ => '-' };

    private static byte[] Member(string file, string path) => Bytes("tar", null, "-xOf", file, path);

    private static string Output(string program, byte[] input, params string[] arguments) =>
        System.Text.Encoding.UTF8.GetString(Bytes(program, input, arguments));

    private static byte[] Bytes(string program, byte[]? input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        Task write = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input ?? []);
            process.StandardInput.Close();
        });
        Task<string> errors = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        write.Wait();
        _ = errors.Result;
        return output.ToArray();
    }
}
