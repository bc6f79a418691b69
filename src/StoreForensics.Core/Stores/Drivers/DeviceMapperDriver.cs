using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// devicemapper (moby v0.7.2, v1.9.1 and v20.10 graphdriver/devmapper/deviceset.go): layers are devices of a thin pool, each a snapshot of the one below with a
/// file system whose <c>rootfs</c> is the whole tree. <c>metadata/&lt;id&gt;</c> gives the device's number, in 0.7 one <c>devicemapper/json</c> those of all.
/// Where the pool is not in the evidence, every layer says so.
/// </summary>
internal sealed class DeviceMapperDriver(EvidenceFiles files, int root) : IGraphDriver
{
    private const string OutOfReach = "its files lie in a devicemapper thin pool, which is not in the evidence";

    public string Name => "devicemapper";

    public IEnumerable<DriverLayer> Layers()
    {
        var devices = new SortedDictionary<string, Device>(StringComparer.Ordinal);
        foreach (Device device in FromMetadata().Concat(FromOldMap()))
            devices.TryAdd(device.Id, device);
        DeviceMapperPool? pool = DeviceMapperPool.Find(files, root, [.. devices.Values.Select(d => d.Number).OfType<long>().Distinct()]);
        if (pool is not null)
            Compare(pool, devices.Values);
        return devices.Values.Select(d => Layer(d, pool)).ToArray();
    }

    private IEnumerable<Device> FromMetadata()
    {
        int? directory = files.Directory(root, "metadata"u8);
        foreach (int child in directory is int d ? files.Tree.Children(d).ToArray() : [])
        {
            string id = Encoding.UTF8.GetString(files.Tree.Name(child));
            if (files.Tree[child].Kind == EntryKind.File && ObjectIds.IsDriverId(id)) // not base, deviceset-metadata, transaction-metadata, .migrated
                yield return new Device(id, child, JsonFile.Read(files, child), IsOwnFile: true);
        }
    }

    private IEnumerable<Device> FromOldMap()
    {
        int node = files.Tree.Find(root, "devicemapper/json"u8);
        if (node == EvidenceTree.None || files.Tree[node].Kind != EntryKind.File || JsonFile.Read(files, node) is not { } map)
            yield break;
        foreach ((string id, var device) in map.Members("Devices"))
        {
            if (ObjectIds.IsLayerId(id))
                yield return new Device(id, node, new JsonView(device), IsOwnFile: false);
        }
    }

    private DriverLayer Layer(Device device, DeviceMapperPool? pool)
    {
        (LayerFiles? tree, string? reason) = Files(device, pool);
        return new DriverLayer
        {
            Id = device.Id,
            Origin = files.Origin(device.Node),
            Files = tree,
            Unreachable = reason + device.Describe(),
            Registered = device.IsOwnFile ? files.Tree[device.Node].Modified : null,
            RegisteredOrigin = device.IsOwnFile ? files.Origin(device.Node) : null,
            IsRemoving = device.IsDeleted,
        };
    }

    private static (LayerFiles?, string?) Files(Device device, DeviceMapperPool? pool)
    {
        if (pool is null || device.Number is not long number)
            return (null, OutOfReach);
        string shown = DisplayText.Escape(pool.Name);
        if (pool.Directory(number) is not int directory)
            return (null, $"{shown} has no device of its number with a file system that can be read");
        int rootfs = pool.Source.Tree.Child(directory, "rootfs"u8);
        return rootfs != EvidenceTree.None && pool.Source.Tree[rootfs].Kind.IsDirectory()
            ? (new LayerFiles(pool.Source, rootfs, NoWhiteouts.Instance, IsWholeTree: true), null)
            : (null, $"the file system on its device in {shown} has no directory rootfs");
    }

    // The driver counts the pool's transaction on with every device that it makes or removes, and writes down the number before it does.
    private void Compare(DeviceMapperPool pool, IEnumerable<Device> devices)
    {
        string shown = DisplayText.Escape(pool.Name);
        if (Record("transaction-metadata"u8) is ({ } open, int node) && open.Integer("open_transaction_id") is long expected
            && (ulong)expected != pool.Transaction)
            files.Problems.Warn("SF-DEVMAP-0001", files.Origin(node),
                (ulong)expected == pool.Transaction + 1
                    ? $"the engine had begun transaction {expected}, about device {open.Integer("device_id") ?? 0} of {DisplayText.Escape(open.NonEmpty("device_hash") ?? "?")}, and {shown} is still of {pool.Transaction}: it was interrupted"
                    : $"the engine was at transaction {expected}, and {shown} is of {pool.Transaction}: they are not of one time, or not of one store");
        HashSet<long> named = [.. devices.Select(d => d.Number).OfType<long>()];
        if (Record("base"u8) is ({ } image, _) && image.Integer("device_id") is long first)
            named.Add(first);
        long[] others = [.. pool.Devices.Keys.Where(d => !named.Contains(d)).Order()];
        if (others.Length > 0)
            files.Problems.Note("SF-DEVMAP-0002", files.Origin(root),
                $"{shown} has devices that no file in devicemapper/metadata names ({string.Join(", ", others.Take(20))}{(others.Length > 20 ? ", …" : "")}): left by what was removed, or made by something else. They are among the evidence's file systems");
    }

    private (JsonView?, int)? Record(ReadOnlySpan<byte> name) =>
        files.Directory(root, "metadata"u8) is int directory && files.File(directory, name) is int node ? (JsonFile.Read(files, node), node) : null;

    /// <param name="Id">The layer.</param>
    /// <param name="Node">The file that tells of it.</param>
    /// <param name="Json">What that says; null where it cannot be read.</param>
    /// <param name="IsOwnFile">Whether the file is of this device alone.</param>
    private sealed record Device(string Id, int Node, JsonView? Json, bool IsOwnFile)
    {
        public long? Number => Json is { } json ? json.Integer("device_id") : null;

        public bool IsDeleted => Json is { } json && json.Flag("deleted") == true;

        public string Describe() => Json is { } json && Number is long number
            ? string.Create(CultureInfo.InvariantCulture,
                $" (device {number}, transaction {json.Integer("transaction_id") ?? 0}, {json.Integer("size") ?? 0} bytes)")
            : "";
    }
}
