using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Docker;

/// <summary>
/// <c>.migration-v1-images.json</c>: which image of the content-addressable store each image of <c>graph/</c> became when 1.10 first started on the root
/// (moby v1.10.0 migrate/v1/migratev1.go). The migration writes a parent, an image's file and a container's mount for everything, in one burst.
/// </summary>
internal sealed class MigrationRecord
{
    private readonly Dictionary<string, string> _newIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _migrated = new(StringComparer.Ordinal);

    private MigrationRecord()
    {
    }

    /// <summary>Whether the root was migrated.</summary>
    public bool IsThere { get; private set; }

    public static MigrationRecord Of(DataRoot root)
    {
        var record = new MigrationRecord();
        int node = root.Tree.Child(root.Node, ".migration-v1-images.json"u8);
        if (node == EvidenceTree.None || root.Tree[node].Kind != EntryKind.File)
            return record;
        record.IsThere = true;
        if (JsonFile.Read(root.Files, node) is not { } json)
            return record;
        foreach ((string old, JsonElement value) in json.Members())
        {
            if (JsonView.TextOf(value) is not { } id || !ObjectIds.IsPrefixedDigest(id))
                continue;
            record._newIds[old] = id;
            record._migrated.Add(id);
        }
        return record;
    }

    /// <summary>The id that an image of <c>graph/</c> got; null where none is recorded.</summary>
    public string? NewId(string graphId) => _newIds.GetValueOrDefault(graphId);

    /// <summary>Whether the migration made the record of that image.</summary>
    public bool Made(string imageId) => _migrated.Contains(imageId);
}
