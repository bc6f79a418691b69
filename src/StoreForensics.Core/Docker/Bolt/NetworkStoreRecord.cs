using StoreForensics.Primitives;

namespace StoreForensics.Docker.Bolt;

/// <summary>What every record of <c>network/files/local-kv.db</c> has (format reference, section 4.9).</summary>
internal abstract record NetworkStoreRecord
{
    /// <summary>The whole key: <c>docker/network/v1.0/&lt;type&gt;/&lt;id&gt;/[&lt;id2&gt;/]</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Counts writes within one run of the engine: a higher one is later only in the same run.</summary>
    public required ulong Index { get; init; }

    public required BoltRecordSource Source { get; init; }

    public required BoltRecordStanding Standing { get; init; }

    public required ulong Page { get; init; }

    public required Origin Origin { get; init; }
}

/// <summary>A record of a type without facts of interest (address allocation, counters), or one that could not be read.</summary>
internal sealed record NetworkStoreOther : NetworkStoreRecord
{
    /// <summary><c>ipam</c>, <c>idm</c>, <c>endpoint_count</c>, <c>macvlan</c> …; empty when the key has none.</summary>
    public required string Type { get; init; }

    /// <summary>The value without the index, as UTF-8.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }
}
