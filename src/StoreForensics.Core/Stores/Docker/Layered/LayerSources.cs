using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// <c>distribution/v2metadata-by-diffid/sha256/&lt;diff id&gt;</c>: from which repositories a layer was pulled, or to which it was pushed (moby v20.10
/// distribution/metadata/v2_metadata_service.go). Never deleted, so it outlives images.
/// </summary>
internal sealed class LayerSources
{
    private readonly Dictionary<string, Source> _byDiff = new(StringComparer.Ordinal);

    /// <param name="DiffId">The layer.</param>
    /// <param name="Origin">The file.</param>
    /// <param name="Repositories">With the registry's host, oldest first, each once.</param>
    /// <param name="Pushed">Those for which the engine kept proof of its own credentials.</param>
    internal sealed record Source(string DiffId, Origin Origin, IReadOnlyList<string> Repositories, IReadOnlyList<string> Pushed);

    /// <summary>In byte order of diff ids.</summary>
    public IEnumerable<Source> All => _byDiff.Values.OrderBy(s => s.DiffId, StringComparer.Ordinal);

    public Source? Find(string? diffId) => diffId is null ? null : _byDiff.GetValueOrDefault(diffId);

    public static LayerSources Read(EvidenceFiles files, int? imageDirectory)
    {
        var sources = new LayerSources();
        int place = imageDirectory is int directory ? files.Tree.Find(directory, "distribution/v2metadata-by-diffid/sha256"u8) : EvidenceTree.None;
        foreach (int child in place == EvidenceTree.None ? [] : files.Tree.Children(place).ToArray())
        {
            if (files.Tree[child].Kind == EntryKind.File && ObjectIds.IsDigest(files.Tree.Name(child)))
                files.Problems.Contain(files.Origin(child), () => sources.Add(files, child));
        }
        return sources;
    }

    private void Add(EvidenceFiles files, int node)
    {
        if (files.ReadAll(node, 1 << 20) is not { } bytes
            || JsonFile.Parse(bytes, files.Origin(node), files.Problems) is not { ValueKind: JsonValueKind.Array } list)
            return;
        (string? Name, bool Pushed)[] entries =
            [.. list.EnumerateArray().Select(e => new JsonView(e)).Select(e => (e.NonEmpty("SourceRepository"), e.NonEmpty("HMAC") is not null))];
        string diffId = "sha256:" + System.Text.Encoding.ASCII.GetString(files.Tree.Name(node));
        _byDiff[diffId] = new Source(diffId, files.Origin(node), Names(entries), Names(entries.Where(e => e.Pushed)));
    }

    private static string[] Names(IEnumerable<(string? Name, bool)> entries) =>
        [.. entries.Select(e => e.Name).OfType<string>().Distinct(StringComparer.Ordinal)];
}
