using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Devices;

/// <summary>Finds the devices of file systems that have several, by the UUIDs in their superblocks. One that is alone is read by itself.</summary>
internal sealed class DeviceAssembler : IAssembler
{
    private readonly HashSet<Partition> _looked = [];
    private readonly SortedDictionary<string, List<(Partition Part, SuperBlock Super)>> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool IsWaiting => _found.Any(f => !_done.Contains(f.Key) && !IsComplete(f.Value));

    /// <inheritdoc/>
    public IReadOnlyList<Slice> Assemble(IReadOnlyList<Partition> found, bool isLast, PartitionLog log)
    {
        foreach (Partition partition in found.Where(p => p.Content.Kind == FormatKind.Btrfs && _looked.Add(p)))
        {
            if (SuperBlocks.Find(partition.Blocks, null, default) is not { DeviceCount: > 1, Facts.Uuid: { } uuid } super)
                continue;
            if (!_found.TryGetValue(uuid, out List<(Partition, SuperBlock)>? members))
                _found[uuid] = members = [];
            members.Add((partition, super));
        }
        var slices = new List<Slice>();
        foreach ((string uuid, List<(Partition Part, SuperBlock Super)> members) in _found.Where(f => !_done.Contains(f.Key)).ToArray())
        {
            if ((!isLast && !IsComplete(members)) || Numbers(members) < 2)
                continue;
            _done.Add(uuid);
            slices.Add(PutTogether(uuid, members, log));
        }
        return slices;
    }

    private static int Numbers(List<(Partition Part, SuperBlock Super)> members) => members.Select(m => m.Super.DeviceId).Distinct().Count();

    private static bool IsComplete(List<(Partition Part, SuperBlock Super)> members) =>
        (ulong)Numbers(members) >= members.MaxBy(m => m.Super.Generation).Super.DeviceCount;

    private static Slice PutTogether(string uuid, List<(Partition Part, SuperBlock Super)> members, PartitionLog log)
    {
        ulong newest = members.Max(m => m.Super.Generation);
        string place = "btrfs " + uuid;
        var devices = new List<Device>();
        foreach ((Partition part, SuperBlock super) in members.OrderByDescending(m => m.Super.Generation).ThenBy(m => m.Super.DeviceId))
        {
            string name = DisplayText.Escape(part.FoundAs);
            if (devices.Any(d => d.Id == super.DeviceId))
            {
                log.Of(place, BtrfsProblems.Device, ProblemSeverity.Warning, $"device {super.DeviceId} is there twice: {name} is not the newest, and is left out", part.Start);
                continue;
            }
            bool isOld = super.Generation < newest;
            if (isOld)
                log.Of(place, BtrfsProblems.Device, ProblemSeverity.Warning,
                    $"device {super.DeviceId} ({name}) is of transaction {super.Generation}, and others are of {newest}: it was not there when they were written, and copies on them are taken first",
                    part.Start);
            devices.Add(new Device(super.DeviceId, part.Blocks, isOld));
        }
        return new Slice
        {
            Place = place,
            Name = members[0].Super.Facts.Label,
            Type = $"btrfs on {devices.Count} devices",
            Length = devices[0].Blocks.Length,
            Blocks = new DeviceSet(devices),
            Group = "btrfs",
            Members = [.. members.Select(m => m.Part)],
        };
    }
}
