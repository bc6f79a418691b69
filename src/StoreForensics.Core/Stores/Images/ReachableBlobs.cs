using System.Text.Json;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Images;

/// <summary>What indexes and manifests lead to: members, configurations and layers, through all that is there.</summary>
internal static class ReachableBlobs
{
    private const int MostBlobs = 4_000_000;

    /// <summary>The digests themselves too, whether they are there or not.</summary>
    public static HashSet<string> From(IImageContent content, IEnumerable<string> digests)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(digests);
        while (next.TryPop(out string? digest) && reached.Count < MostBlobs)
        {
            if (!reached.Add(digest) || content.Document(digest) is not { } json)
                continue;
            foreach (string member in Digests(json, "manifests"))
                next.Push(member);
            // What these are is not for this to read: they may be anything.
            reached.UnionWith(Digests(json, "layers").Concat(Digests(json, "blobs")));
            if (json.Object("config")?.Text("digest") is { } config)
                reached.Add(config);
        }
        return reached;
    }

    private static IEnumerable<string> Digests(JsonView json, string list)
    {
        foreach (JsonElement element in json.Elements(list))
        {
            if (element.ValueKind == JsonValueKind.Object && new JsonView(element).Text("digest") is { } digest)
                yield return digest;
        }
    }
}
