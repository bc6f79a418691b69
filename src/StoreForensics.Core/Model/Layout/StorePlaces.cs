using StoreForensics.Evidence;

namespace StoreForensics.Model.Layout;

/// <summary>The places of all stores, to be asked for by what lies there.</summary>
public sealed class StorePlaces
{
    private readonly List<StorePlace> _all = [];
    private readonly Dictionary<EntryRef, List<StorePlace>> _byEntry = [];

    /// <summary>In the order in which they were said.</summary>
    public IReadOnlyList<StorePlace> All => _all;

    public void Add(StorePlace place)
    {
        _all.Add(place);
        if (_byEntry.TryGetValue(place.Entry, out List<StorePlace>? there))
            there.Add(place);
        else
            _byEntry.Add(place.Entry, [place]);
    }

    public void AddRange(IEnumerable<StorePlace> places)
    {
        foreach (StorePlace place in places)
            Add(place);
    }

    /// <summary>What is kept at an entry itself, not below it; none for most entries.</summary>
    public IReadOnlyList<StorePlace> At(EntryRef entry) => _byEntry.TryGetValue(entry, out List<StorePlace>? there) ? there : [];
}
