using System.Runtime.InteropServices;
using StoreForensics.Findings.Rules.Containers;
using StoreForensics.Model;

namespace StoreForensics.Findings.Causes;

/// <summary>What must be known of containers to tell whether two findings are of one thing.</summary>
internal sealed class ContainerFacts
{
    public static readonly ContainerFacts None = new();

    private readonly HashSet<string> _neverStarted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _images = new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<string>> _containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _pods = new(StringComparer.Ordinal);

    private ContainerFacts()
    {
    }

    public static ContainerFacts Of(Inventory inventory)
    {
        var facts = new ContainerFacts();
        foreach (IGrouping<string, Container> named in inventory.Containers.GroupBy(c => c.DisplayName, StringComparer.Ordinal))
        {
            if (named.All(c => c.State == "created" && !ContainerSetting.HasRun(c)))
                facts._neverStarted.Add(named.Key);
            facts._images[named.Key] = [.. named.Select(c => c.Image).OfType<Image>().SelectMany(i => i.DisplayNames).Distinct(StringComparer.Ordinal)];
            foreach (string image in facts._images[named.Key])
                (CollectionsMarshal.GetValueRefOrAddDefault(facts._containers, image, out _) ??= []).Add(named.Key);
            if (named.First().Pod is { IsSandbox: false, Uid: { } pod })
                facts._pods[named.Key] = "pod " + pod;
        }
        return facts;
    }

    /// <summary>Whether it was made and never started, so that none of its settings took effect.</summary>
    public bool IsNeverStarted(string container) => _neverStarted.Contains(container);

    /// <summary>Containers of the image of that name.</summary>
    public IReadOnlyList<string> ContainersOf(string image) => _containers.GetValueOrDefault(image, []);

    /// <summary>What tells its pod from others; null for what is in none.</summary>
    public string? PodOf(string container) => _pods.GetValueOrDefault(container);

    /// <summary>Names of the image that it is of; empty where that is not in the evidence, and for what is no container.</summary>
    public IReadOnlyList<string> ImagesOf(string container) => _images.GetValueOrDefault(container, []);
}
