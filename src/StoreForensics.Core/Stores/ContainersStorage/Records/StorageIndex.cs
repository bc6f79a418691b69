using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Records;

/// <summary>An index of a store: an array of objects in a file (containers/storage v1.59 layers.go, images.go, containers.go).</summary>
internal static class StorageIndex
{
    private const int MaxRecords = 1_000_000;

    /// <summary>The objects in the order recorded; none where the file is missing, or after a problem.</summary>
    /// <param name="files">The store's files.</param>
    /// <param name="directory">Where the index lies; null: nowhere.</param>
    /// <param name="name">The file's name.</param>
    public static IEnumerable<StorageEntry> Read(EvidenceFiles files, int? directory, string name)
    {
        if (directory is not int at || files.File(at, Encoding.ASCII.GetBytes(name)) is not int node)
            yield break;
        Origin origin = files.Origin(node);
        if (files.Problems.ContainOr(origin, null, () => files.ReadAll(node)) is not { } bytes)
            yield break;
        if (JsonFile.Parse(bytes, origin, files.Problems) is not { } value || value.ValueKind == JsonValueKind.Null)
            yield break;
        if (value.ValueKind != JsonValueKind.Array)
        {
            files.Problems.Damage("SF-STORAGE-0001", origin, "the index is no list; nothing of it is read");
            yield break;
        }
        int count = 0;
        foreach (JsonElement element in value.EnumerateArray().Take(MaxRecords))
        {
            count++;
            if (element.ValueKind == JsonValueKind.Object && new JsonView(element, new JsonFaults(origin, files.Problems)) is var json
                && json.Text("id") is { } id && ObjectIds.IsDigest(Encoding.UTF8.GetBytes(id)))
                yield return new StorageEntry(id, json, origin);
            else
                files.Problems.Damage("SF-STORAGE-0002", origin, $"record {count} of the index has no id as the engine gives them; it is passed over");
        }
    }
}

/// <summary>One object of an index.</summary>
/// <param name="Id">64 hex digits.</param>
/// <param name="Json">The object.</param>
/// <param name="Origin">The index's file.</param>
internal sealed record StorageEntry(string Id, JsonView Json, Origin Origin);
