using System.Text;
using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;

namespace StoreForensics.Host;

/// <summary>
/// Directories that the host's configuration names as data roots: <c>data-root</c> (<c>graph</c> before 17.05) of daemon.json, <c>--data-root</c>,
/// <c>--graph</c> or <c>-g</c> of units and options, and the place of Docker's snap. Data roots are found wherever they are; one that is named, is in the
/// evidence and was not recognised is a warning.
/// </summary>
internal static class DataRootHints
{
    private static readonly char[] s_blanks = [' ', '\t', '"', '\''];

    public static void Check(HostFiles files, HostFacts host, IReadOnlyList<int> dataRoots)
    {
        foreach (HostSetting setting in host.DaemonJson?.Settings ?? [])
        {
            if (setting.Key is "data-root" or "graph" && Text(setting.Json) is { } path)
                Check(files, path, host.DaemonJson!.Origin, dataRoots);
        }
        foreach (HostText line in host.UnitFiles.SelectMany(u => u.Lines).Concat(host.DockerOptions))
        {
            foreach (string path in Options(Encoding.UTF8.GetString(line.Bytes.Span)))
                Check(files, path, line.Origin, dataRoots);
        }
        Check(files, "/var/snap/docker/common/var-lib-docker", host.Root, dataRoots);
    }

    /// <summary>Absolute paths after the engine's options for its data root.</summary>
    public static IEnumerable<string> Options(string line)
    {
        string[] words = line.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i];
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string? value = word is "--data-root" or "--graph" or "-g" ? words.ElementAtOrDefault(i + 1)
                : equals > 0 && word[..equals] is "--data-root" or "--graph" or "-g" ? word[(equals + 1)..]
                : null;
            if (value is ['/', ..])
                yield return value;
        }
    }

    private static string? Text(string json)
    {
        if (json is not ['"', ..])
            return null;
        using JsonDocument? document = GoJsonParser.TryParse(Encoding.UTF8.GetBytes(json));
        return document is null ? null : JsonView.TextOf(document.RootElement);
    }

    private static void Check(HostFiles files, string path, Origin origin, IReadOnlyList<int> dataRoots)
    {
        if (files.Node(Encoding.UTF8.GetBytes(path)) is not int node || !files.IsDirectory(node) || StoreRoots.IsRoot(files.Tree, node))
            return;
        // With remapped users the store lies in <uid>.<gid> below.
        if (dataRoots.Any(root => files.Tree.IsWithin(root, node)))
            return;
        files.Problems.Warn("SF-HOST-0011", origin,
            $"names the data root {DisplayText.Escape(path)}, which is in the evidence at {files.Tree.PathOf(node)} and holds no store that is recognised");
    }
}
