using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// Records of builds that the database has no more, in its previous state and on its free pages: <c>buildx history rm</c>, and what the builder itself forgets
/// once it has more than fifty and they are older than two days. Their logs are gone from the content store with them.
/// </summary>
internal sealed class RemovedBuilds(EvidenceFiles files, StoreInfo store)
{
    private const string Bucket = "_records";

    public void Publish(int node, BoltFile bolt, Inventory inventory)
    {
        foreach (BoltVersion version in BoltVersions.Of(bolt, (BoltKey)Bucket, LooksRight, _ => 0))
        {
            if (version.Standing is BoltRecordStanding.Removed or BoltRecordStanding.Uncertain)
                Publish(HistoryMessage.Parse(version.Value.Span), version, files.Origin(node, version.Offset), inventory);
        }
    }

    private void Publish(HistoryMessage message, BoltVersion version, Origin origin, Inventory inventory)
    {
        string id = version.Key.ToText();
        var build = new BuildRecord
        {
            Id = id,
            Store = store,
            Origin = origin,
            Exporters = message.Exporters,
            Error = message.Error,
            Completed = message.Completed,
        };
        IReadOnlyList<string> names = BuildReferences.Names(build);
        string found = version.Source == BoltRecordSource.Previous ? "record of the database's previous state" : "record from a free page of the database";
        string gone = version.Standing == BoltRecordStanding.Removed ? "a removed" : "a removed (or on a newer page that is lost: which cannot be told)";
        string what = $"{found} of {gone} build {id} ({BuildStatus.Word(build)}){(names.Count > 0 ? $" as {string.Join(", ", names)}" : "")}";
        string why = message.Error is { } error ? $"; {error.Message}" : "";
        inventory.Leftovers.Add(new Leftover("recovered build", names.Count > 0 ? names[0] : id, origin, $"{what}, begun {message.Created}{why}"));
        if (message.Created is { } time)
            inventory.EngineEvents.Add(new EngineEvent("record.recovered", time, "Build begun (recovered record)", $"Build begun: {what}{why}", origin)
            {
                Store = store,
            });
    }

    // Every record begins with its own key.
    private static bool LooksRight(BoltKey key, ReadOnlySpan<byte> value)
    {
        HistoryMessage message = HistoryMessage.Parse(value);
        return !message.IsDamaged && message.Created is not null && message.Ref == key.ToText();
    }
}
