using System.Globalization;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions.Thin;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>The thin pools of one group: opened once each, with the devices that LVM lists and those that only the pool knows.</summary>
internal sealed class LvmPools(string group, LvmSection volumes, LvmVolumes built, PartitionLog log)
{
    private readonly Dictionary<string, ThinPool?> _pools = new(StringComparer.Ordinal);

    public static bool IsPool(LvmSection volume) => LvmVolumes.Segments(volume).Any(s => s.Text("type") == "thin-pool");

    /// <summary>A device that the metadata lists.</summary>
    /// <param name="pool">The pool's name in the group.</param>
    /// <param name="device">Its number.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="origin">Its external origin; null for none.</param>
    /// <exception cref="EvidenceFormatException">The pool cannot be read, or has no such device.</exception>
    public IBlockSource Device(string pool, ulong device, long length, IBlockSource? origin)
    {
        ThinPool opened = Open(pool) ?? throw new EvidenceFormatException(PartitionProblems.BadPool, $"its thin pool {DisplayText.Escape(pool)} cannot be read");
        return opened.Open(device, length, origin);
    }

    /// <summary>Devices of a pool that LVM does not list: an engine made them.</summary>
    public IEnumerable<LogicalVolume> Unlisted(string pool)
    {
        if (Open(pool) is not { } opened)
            yield break;
        HashSet<ulong> listed = [.. volumes.Sections.SelectMany(v => LvmVolumes.Segments(v.Section))
            .Where(s => s.Text("type") == "thin" && s.Text("thin_pool") == pool).Select(s => (ulong)s.Number("device_id", 0, (long)ThinLayout.MaxDevice))];
        foreach (ThinDevice device in opened.Devices((code, severity, message) => log.Of($"{group}/{pool}", code, severity, message)))
        {
            if (listed.Contains(device.Id))
                continue;
            IBlockSource? blocks = null;
            try
            {
                blocks = opened.Open(device.Id, null);
            }
            catch (EvidenceFormatException damage)
            {
                log.Of(string.Create(CultureInfo.InvariantCulture, $"{group}/{pool}/{device.Id}"), damage.Code, ProblemSeverity.Damage, damage.Message);
            }
            if (blocks is not null)
                yield return new LogicalVolume(group, string.Create(CultureInfo.InvariantCulture, $"{pool}/{device.Id}"),
                    $"device {device.Id} of thin pool {pool}, not listed by LVM", blocks)
                { Thin = new ThinPlace($"lvm {group}/{pool}", opened.Transaction, device.Id) };
        }
    }

    private ThinPool? Open(string pool)
    {
        if (_pools.TryGetValue(pool, out ThinPool? known))
            return known;
        string shown = $"{DisplayText.Escape(group)}/{DisplayText.Escape(pool)}";
        try
        {
            LvmSection segment = (volumes.Section(pool) is { } volume ? LvmVolumes.Segments(volume).FirstOrDefault(s => s.Text("type") == "thin-pool") : null)
                ?? throw new EvidenceFormatException(PartitionProblems.BadMetadata, $"there is no thin pool '{DisplayText.Escape(pool)}'");
            string metadata = segment.Text("metadata") ?? "", data = segment.Text("pool") ?? "";
            var opened = new ThinPool(built.Build(metadata).Blocks, built.Build(data).Blocks, shown);
            opened.Tell((code, severity, message) => log.Of($"{group}/{pool}", code, severity, message));
            CheckTransaction(pool, segment, opened);
            return _pools[pool] = opened;
        }
        catch (EvidenceFormatException damage)
        {
            log.Of($"{group}/{pool}", damage.Code, ProblemSeverity.Damage, $"thin pool {shown} cannot be read, and no volume in it: {damage.Message}");
            return _pools[pool] = null;
        }
    }

    // An engine that has the pool to itself counts on without LVM, which then has 0.
    private void CheckTransaction(string pool, LvmSection segment, ThinPool opened)
    {
        long recorded = segment.Number("transaction_id", 0, long.MaxValue);
        if (recorded != 0 && (ulong)recorded != opened.Transaction)
            log.Of($"{group}/{pool}", PartitionProblems.OddPool, ProblemSeverity.Warning,
                $"thin pool {DisplayText.Escape(group)}/{DisplayText.Escape(pool)}: LVM knows it as of transaction {recorded}, and its own metadata is of {opened.Transaction}: volumes may have been made or removed past one of them");
    }
}
