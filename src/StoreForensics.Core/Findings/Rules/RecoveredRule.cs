using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>What removals and interruptions left behind.</summary>
internal sealed class RecoveredRule : IInventoryRule
{
    private static readonly Rule s_left = new("leftover", "Left over from a removal", FindingConfidence.Medium, ["T1070"], "When it was removed, and by whom.")
    {
        When = "A removal or interruption left something behind.",
        Alternatives = ["a crash, or a full disk, while the engine worked"],
        Severities = [FindingSeverity.Low],
    };
    private static readonly Rule s_layer = new("layer-orphan", "Layer that nothing refers to", FindingConfidence.Medium, ["T1070"],
        "What is in it: it may be what is left of an image or container that was removed.")
    {
        When = "A layer's directory is there, and no image, container or build cache of the store has it.",
        Alternatives = ["a build or pull that was interrupted"],
        Severities = [FindingSeverity.Low],
    };

    private static readonly Rule s_volume = new("volume-unused", "Volume without its container", FindingConfidence.Medium, ["T1070"],
        "Which container had it: its data outlived it.")
    {
        When = "A volume has no container.",
        Alternatives = ["a container that was removed without its volumes"],
        Severities = [FindingSeverity.Info],
    };

    public IReadOnlyList<Rule> Rules => [s_left, s_layer, s_volume];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Leftover leftover in inventory.Leftovers)
            sink.Add(s_left, FindingSeverity.Low, [leftover.Name], $"{DisplayText.Escape(leftover.Kind)}: {DisplayText.Escape(leftover.Detail)}.",
                leftover.Origin);
        foreach (Layer layer in inventory.Layers.Where(l => l.Role == LayerRole.Orphan))
            sink.Add(s_layer, FindingSeverity.Low, [layer.Id], Unused(layer), layer.Origin, time: layer.Registered);
        foreach (Volume volume in inventory.Volumes.Where(v => v.Containers.Count == 0))
            sink.Add(s_volume, FindingSeverity.Info, [volume.Name], "No container of the store has it.", volume.Origin);
    }

    // What the metadata has a name for is referred to, and yet used by nothing.
    private static string Unused(Layer layer) => layer.Snapshot is { } name
        ? $"No container and no image uses the snapshot {DisplayText.Escape(name.Key)} of namespace {DisplayText.Escape(name.Namespace)}."
        : $"Nothing in the store refers to layer {DisplayText.Escape(layer.Id[..Math.Min(12, layer.Id.Length)])}.";
}
