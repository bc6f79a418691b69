namespace StoreForensics.Formats.Bolt;

/// <summary>
/// All versions of the records of one bucket with plain values, live ones told from removed and earlier ones. Nothing live is ever called removed: where the
/// newest state is not there as a whole, what only older pages have may be live.
/// </summary>
internal static class BoltVersions
{
    /// <summary>Judges a carved record whose bucket is unknown, or inferred, by its shape.</summary>
    public delegate bool LooksRight(BoltKey key, ReadOnlySpan<byte> value);

    /// <summary>Which of two versions of one removed record was written later, as far as their values tell; 0 when they do not.</summary>
    public delegate ulong Order(ReadOnlySpan<byte> value);

    /// <summary>Byte order of keys; of one key the best version first. The same value is listed once.</summary>
    public static IReadOnlyList<BoltVersion> Of(BoltFile file, BoltKey bucketName, LooksRight looksRight, Order order)
    {
        var versions = new List<BoltVersion>();
        AddState(versions, file.Root?.Bucket(bucketName), BoltRecordSource.Live);
        AddState(versions, file.PreviousRoot?.Bucket(bucketName), BoltRecordSource.Previous);
        foreach (BoltCarvedRecord record in file.Carve())
        {
            if (record.Kind == BoltCarvedKind.Value && MayBeIn(record, bucketName) && looksRight(record.Key, record.Value.Span))
                versions.Add(new BoltVersion(record.Key, record.Value, BoltRecordSource.Carved, default, record.Page, record.Offset));
        }
        return Judge(versions, order, IsWhole(file, bucketName) ? BoltRecordStanding.Removed : BoltRecordStanding.Uncertain);
    }

    private static bool IsWhole(BoltFile file, BoltKey bucketName) =>
        file is { IsNewest: true, Root: { IsDamaged: false } root } && root.Bucket(bucketName) is not { IsDamaged: true }
            && root.Find(bucketName) is not { IsBucket: true, Bucket: null };

    private static void AddState(List<BoltVersion> versions, BoltBucket? bucket, BoltRecordSource source)
    {
        foreach (BoltEntry entry in bucket?.Entries ?? [])
        {
            if (!entry.IsBucket)
                versions.Add(new BoltVersion(entry.Key, entry.Value, source, default, entry.Page, entry.Offset));
        }
    }

    /// <summary>In the bucket itself; or in a page without a known place, directly or in an inline bucket of that name.</summary>
    private static bool MayBeIn(BoltCarvedRecord record, BoltKey bucketName) =>
        record.Bucket.Count == 1 ? record.Bucket[0] == bucketName : record.Bucket.Count == 0 && !record.IsRooted;

    private static List<BoltVersion> Judge(List<BoltVersion> versions, Order order, BoltRecordStanding ofGone)
    {
        var judged = new List<BoltVersion>(versions.Count);
        var seen = new HashSet<(BoltKey, BoltKey)>();
        BoltKey? last = null;
        foreach (BoltVersion version in versions
            .OrderBy(v => v.Key)
            .ThenBy(v => v.Source)
            .ThenByDescending(v => order(v.Value.Span))
            .ThenBy(v => v.Page)
            .ThenBy(v => v.Offset))
        {
            bool isFirst = last != version.Key;
            last = version.Key;
            if (seen.Add((version.Key, new BoltKey(version.Value))))
                judged.Add(version with { Standing = Standing(version, isFirst, ofGone) });
        }
        return judged;
    }

    private static BoltRecordStanding Standing(BoltVersion version, bool isFirst, BoltRecordStanding ofGone) => version.Source == BoltRecordSource.Live
        ? BoltRecordStanding.Live
        : isFirst ? ofGone : BoltRecordStanding.Earlier;
}
