using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Checkpoints;

/// <summary><c>deleted.files</c>: an array of the paths that the container deleted from its image.</summary>
internal static class DeletedFiles
{
    private const int MaxPaths = 1_000_000;

    /// <summary>Without leading slashes; null names and those that lead upwards are left out.</summary>
    public static IReadOnlyList<byte[]> Read(EvidenceFiles files, int node)
    {
        if (files.ReadAll(node) is not { } bytes || JsonFile.Parse(bytes, files.Origin(node), files.Problems) is not { ValueKind: JsonValueKind.Array } list)
            return [];
        return [.. list.EnumerateArray().Take(MaxPaths).Select(JsonView.TextOf).OfType<string>().Select(p => p.Trim('/'))
            .Where(p => p.Length > 0 && !p.Split('/').Contains("..")).Select(Encoding.UTF8.GetBytes)];
    }
}
