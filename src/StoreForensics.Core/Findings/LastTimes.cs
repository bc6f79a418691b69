using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Findings;

/// <summary>
/// The moment after which nothing was done on the host of an evidence: the latest that its engine recorded or wrote, and a day, as for the tag
/// <c>future</c>. A file that says more says what somebody set.
/// </summary>
internal sealed class LastTimes
{
    private const long DaySeconds = 86400;

    private readonly Dictionary<string, Timestamp> _byEvidence = new(StringComparer.Ordinal);

    public LastTimes(Inventory inventory)
    {
        foreach (Container container in inventory.Containers)
        {
            foreach (RecordedTime? time in (RecordedTime?[])[container.Created, container.Started, container.Finished])
                Take(container.Store, time?.Time);
        }
        foreach (Image image in inventory.Images)
            Take(image.Store, image.Registered);
        foreach (Layer layer in inventory.Layers)
            Take(layer.Store, layer.Registered);
        foreach (StorePlace place in inventory.Places.All.Where(p => !p.IsCopy))
            Take(place.Entry.Source.Name, place.Entry.Facts.Modified);
    }

    /// <summary>Null where the engine recorded no time.</summary>
    public Timestamp? Of(string evidence) =>
        _byEvidence.TryGetValue(evidence, out Timestamp last) ? new Timestamp(last.Seconds + DaySeconds, last.Nanoseconds) : null;

    private void Take(StoreInfo store, Timestamp? time) => Take(store.Root.Evidence, time);

    private void Take(string evidence, Timestamp? time)
    {
        if (time is { IsUsable: true } known && (!_byEvidence.TryGetValue(evidence, out Timestamp last) || known > last))
            _byEvidence[evidence] = known;
    }
}
