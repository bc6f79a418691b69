using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Stores.Drivers;

/// <summary>The thin pool that a devicemapper driver keeps its layers in: two loop files in its own directory
/// (<c>devicemapper/{data,metadata}</c>), or volumes of a disk of the evidence.</summary>
/// <param name="Source">What holds the devices' files.</param>
/// <param name="Name">For messages; not escaped.</param>
/// <param name="Transaction">The pool's transaction.</param>
/// <param name="Devices">By number, those whose file system can be read.</param>
internal sealed record DeviceMapperPool(IEvidenceSource Source, string Name, ulong Transaction, IReadOnlyDictionary<long, PoolDevice> Devices)
{
    private const string LoopFiles = "the pool in devicemapper/data";

    /// <summary>The pool that has most of the devices that the store names; of equal ones its own files first. Null where none has any.</summary>
    /// <param name="files">The store's files.</param>
    /// <param name="root">The driver's directory.</param>
    /// <param name="wanted">Numbers of the store's devices.</param>
    public static DeviceMapperPool? Find(EvidenceFiles files, int root, IReadOnlyCollection<long> wanted)
    {
        if (wanted.Count == 0)
            return null;
        int Fit(DeviceMapperPool pool) => wanted.Count(pool.Devices.ContainsKey);
        DeviceMapperPool? best = Candidates(files, root).MaxBy(Fit);
        return best is not null && Fit(best) > 0 ? best : null;
    }

    /// <summary>The directory of a device's file system; null where the pool has no such.</summary>
    public int? Directory(long device) =>
        Devices.TryGetValue(device, out PoolDevice? found)
            && Source.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(found.Directory)) is var node && node != EvidenceTree.None ? node : null;

    private static IEnumerable<DeviceMapperPool> Candidates(EvidenceFiles files, int root)
    {
        if (files.Directory(root, "devicemapper"u8) is int loops && files.File(loops, "metadata"u8) is int metadata && files.File(loops, "data"u8) is int data
            && files.Source is INestedPools nested && nested.OpenPool(metadata, data) is var (source, devices) && devices.Count > 0)
            yield return Of(source, LoopFiles, devices);
        foreach (IGrouping<string, PoolDevice> pool in ((files.Source as IPoolDevices)?.PoolDevices ?? []).GroupBy(d => d.Pool))
            yield return Of(files.Source, pool.Key, [.. pool]);
    }

    private static DeviceMapperPool Of(IEvidenceSource source, string name, IReadOnlyList<PoolDevice> devices) =>
        new(source, name, devices[0].Transaction, devices.DistinctBy(d => d.Device).ToDictionary(d => (long)d.Device));
}
