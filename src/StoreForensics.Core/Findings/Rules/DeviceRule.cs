using StoreForensics.Evidence;
using StoreForensics.Findings.Rules.Containers;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Devices of the host: given to a container, or made as nodes in it.</summary>
internal sealed class DeviceRule : IInventoryRule, IFileRule
{
    private static readonly Rule s_given = new("container-device", "Device of the host given", FindingConfidence.High, ["T1611"],
        "Whether the disk behind it was read or written.")
    {
        When = "A device of the host was given; high for disks and memory.",
        Alternatives = ["a program that works with that hardware"],
        Severities = [FindingSeverity.Low, FindingSeverity.High],
    };
    private static readonly Rule s_node = new("device-node", "Device node made", FindingConfidence.High, ["T1611"],
        "Which device the numbers name, and what read it.")
    {
        When = "A device node was made in a layer; high for block devices, info below /dev and for null, zero, random and terminals.",
        Alternatives = ["a base image or package that brings its own /dev"],
        Severities = [FindingSeverity.Info, FindingSeverity.Medium, FindingSeverity.High],
    };

    public IReadOnlyList<Rule> Rules => [s_given, s_node];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers)
        {
            foreach (string device in container.Isolation.Devices ?? [])
            {
                bool isDisk = device.StartsWith("/dev/sd", StringComparison.Ordinal) || device.StartsWith("/dev/vd", StringComparison.Ordinal)
                    || device.StartsWith("/dev/nvme", StringComparison.Ordinal)
                    || device.StartsWith("/dev/mem", StringComparison.Ordinal) || device.StartsWith("/dev/kmsg", StringComparison.Ordinal)
                        || device.StartsWith("/dev/dm-", StringComparison.Ordinal);
                sink.Add(s_given, isDisk ? FindingSeverity.High : FindingSeverity.Low, [container.DisplayName],
                    $"{ContainerSetting.Words(container, "was given", "was to be given")} {DisplayText.Escape(device)}.",
                    container.Origin, time: container.Created?.Time);
            }
        }
    }

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file.IsGone || file.Facts.Kind is not (EntryKind.CharDevice or EntryKind.BlockDevice) || file.Owner == FileOwner.Base || file.Is("/dev/console"u8))
            return;
        NodeExtra extra = file.Tree.Extra(file.Node);
        bool isBlock = file.Facts.Kind == EntryKind.BlockDevice;
        bool isUsual = !isBlock && (file.IsBelow("/dev"u8) || IsHarmless(extra));
        sink.Add(s_node, isUsual ? FindingSeverity.Info : isBlock ? FindingSeverity.High : FindingSeverity.Medium, file,
            $"A {file.Facts.Kind.Name()} device {extra.DeviceMajor}:{extra.DeviceMinor} was made as {DisplayText.Escape(file.Path)}.");
    }

    // null, zero, full, random, urandom and the terminals (the kernel's list of allocated devices, majors 1 and 5).
    private static bool IsHarmless(NodeExtra extra) => (extra.DeviceMajor, extra.DeviceMinor) is (1, 3 or 5 or 7 or 8 or 9) or (5, 0 or 1 or 2);
}
