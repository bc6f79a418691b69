namespace StoreForensics.Copies;

/// <summary>
/// Which owner on disk stands for each recorded one: in a user namespace each has always the same, and no two share it (<c>user_namespaces(7)</c>).
/// </summary>
internal sealed class OwnerNumbers
{
    private const int MostOwners = 4096;

    private readonly Dictionary<uint, uint> _onDisk = [];
    private bool _isContradicted;

    /// <summary>Whether several recorded owners are there, each under one number of its own that is another than recorded.</summary>
    public bool AreMapped => !_isContradicted && _onDisk.Count > 1 && _onDisk.All(o => o.Key != o.Value)
        && _onDisk.Values.Distinct().Count() == _onDisk.Count;

    public void Add(uint recorded, uint onDisk)
    {
        if (_onDisk.TryGetValue(recorded, out uint known))
            _isContradicted |= known != onDisk;
        else if (_onDisk.Count < MostOwners)
            _onDisk.Add(recorded, onDisk);
        else
            _isContradicted = true;
    }
}
