using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// The records of the build cache: <c>_main/&lt;id&gt;/</c> of <c>metadata_v2.db</c>, and of <c>metadata.db</c> before 20.10, whose records have the same keys
/// where they have them (buildkit v0.26 cache/metadata.go; v0.6 cache/metadata.go).
/// </summary>
internal sealed class CacheRecords(EvidenceFiles files, StoreInfo store)
{
    private const string DefaultType = "regular";

    /// <summary>In byte order of ids; none where there is no such database.</summary>
    /// <param name="directory">Where the database lies.</param>
    public IReadOnlyList<BuildCacheRecord> Read(int directory)
    {
        // One that was taken over has both; the older is not written to any more.
        if ((BuildDatabases.Open(files, directory, "metadata_v2.db"u8) ?? BuildDatabases.Open(files, directory, "metadata.db"u8)) is not var (node, bolt)
            || bolt.Root?.Bucket("_main") is not { } main)
            return [];
        var records = new List<BuildCacheRecord>();
        foreach (BoltEntry entry in main.Entries)
        {
            Origin origin = files.Origin(node, entry.Offset);
            if (entry.Bucket is { } bucket)
                files.Problems.Contain(origin, () => records.Add(Record(entry.Key.ToText(), bucket, origin)));
        }
        return records;
    }

    private BuildCacheRecord Record(string id, BoltBucket bucket, Origin origin)
    {
        var values = new CacheValues(bucket, origin, files.Problems);
        return new BuildCacheRecord
        {
            Id = id,
            Store = store,
            Origin = origin,
            Type = values.Text("cache.recordType") ?? DefaultType,
            Description = values.Text("cache.description"),
            Created = values.Time("cache.createdAt"),
            LastUsed = values.Time("cache.lastUsedAt"),
            UsageCount = values.Number("cache.usageCount"),
            SizeBytes = values.Number("snapshot.size") is >= 0 and long size ? size : null,
            IsMutable = values.Flag("snapshot.committed") != true,
            Parents = Parents(values),
            Snapshot = values.Text("cache.snapshot"),
            DiffId = values.Text("cache.diffID"),
            ChainId = values.Text("cache.chainID"),
            Blob = values.Text("cache.blob"),
            MediaType = values.Text("cache.mediatype"),
            BlobSizeBytes = values.Number("cache.blobsize"),
            ImageReferences = values.Texts("cache.imageRefs"),
            Key = values.Text("cache-dir") ?? values.Text("local.sharedKey") ?? values.Text("git.remote"),
            SameAs = values.Text("cache.equalMutable"),
        };
    }

    private static IReadOnlyList<string> Parents(CacheValues values)
    {
        if (values.Texts("cache.mergeParents") is { Count: > 0 } merged)
            return merged;
        return [.. new[] { values.Text("cache.parent") ?? values.Text("cache.lowerDiffParent"), values.Text("cache.upperDiffParent") }.OfType<string>()];
    }
}
