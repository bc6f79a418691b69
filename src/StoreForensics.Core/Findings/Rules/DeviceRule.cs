using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Devices of the host: given to a container, or made as nodes in it.</summary>
internal sealed class DeviceRule : IInventoryRule, IFileRule
{
    private static readonly Rule s_given = new("container-device", "Device of the host given", FindingConfidence.High, ["T1611"], "Whether the disk behind it was read or written.");
    private static readonly Rule s_node = new("device-node", "Device node made", FindingConfidence.High, ["T1611"], "Which device the numbers name, and what read it.");

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers)
        {
            foreach (string device in container.Isolation.Devices)
            {
                bool isDisk = device.StartsWith("/dev/sd", StringComparison.Ordinal) || device.StartsWith("/dev/vd", StringComparison.Ordinal) || device.StartsWith("/dev/nvme", StringComparison.Ordinal)
                    || device.StartsWith("/dev/mem", StringComparison.Ordinal) || device.StartsWith("/dev/kmsg", StringComparison.Ordinal) || device.StartsWith("/dev/dm-", StringComparison.Ordinal);
                sink.Add(s_given, isDisk ? FindingSeverity.High : FindingSeverity.Low, [container.DisplayName], $"It was given {DisplayText.Escape(device)}.", container.Origin, time: container.Created?.Time);
            }
        }
    }

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file.IsGone || file.Facts.Kind is not (EntryKind.CharDevice or EntryKind.BlockDevice) || file.Owner == FileOwner.Base || file.Is("/dev/console"u8))
            return;
        NodeExtra extra = file.Tree.Extra(file.Node);
        bool isBlock = file.Facts.Kind == EntryKind.BlockDevice;
        bool isUsual = !isBlock && file.IsBelow("/dev"u8);
        sink.Add(s_node, isUsual ? FindingSeverity.Info : isBlock ? FindingSeverity.High : FindingSeverity.Medium, file.Subjects,
            $"A {file.Facts.Kind.Name()} device {extra.DeviceMajor}:{extra.DeviceMinor} was made as {DisplayText.Escape(file.Path)}.", file.Origin, new EvidencePath(file.Path), file.Facts.Modified);
    }
}
