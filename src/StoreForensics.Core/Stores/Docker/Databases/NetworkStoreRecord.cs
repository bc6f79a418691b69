using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Databases;

/// <summary>Where a record of <c>network/files/local-kv.db</c> stands, whatever it holds (format reference, section 4.9).</summary>
/// <param name="Key">The whole key: <c>docker/network/v1.0/&lt;type&gt;/&lt;id&gt;/[&lt;id2&gt;/]</c>.</param>
/// <param name="Index">Counts writes within one run of the engine: a higher one is later only in the same run.</param>
/// <param name="Source">Live tree, previous state or carved.</param>
/// <param name="Standing">Whether it still holds.</param>
/// <param name="Page">The database page that it was read from.</param>
/// <param name="Origin">Where in the evidence.</param>
internal sealed record NetworkRecordPlace(string Key, ulong Index, BoltRecordSource Source, BoltRecordStanding Standing, ulong Page, Origin Origin);

/// <summary>What every record has.</summary>
internal abstract record NetworkStoreRecord
{
    public required NetworkRecordPlace Place { get; init; }

    public string Key => Place.Key;

    public ulong Index => Place.Index;

    public BoltRecordSource Source => Place.Source;

    public BoltRecordStanding Standing => Place.Standing;

    public ulong Page => Place.Page;

    public Origin Origin => Place.Origin;
}

/// <summary>A record of a type without facts of interest (address allocation, counters), or one that could not be read.</summary>
internal sealed record NetworkStoreOther : NetworkStoreRecord
{
    /// <summary><c>ipam</c>, <c>idm</c>, <c>endpoint_count</c>, <c>macvlan</c> …; empty when the key has none.</summary>
    public required string Type { get; init; }

    /// <summary>The value without the index, as UTF-8.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }
}
