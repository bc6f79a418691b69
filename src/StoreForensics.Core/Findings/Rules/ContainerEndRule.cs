using System.Globalization;
using StoreForensics.Model;

namespace StoreForensics.Findings.Rules;

/// <summary>Containers that crashed again and again, or ran out of memory.</summary>
internal sealed class ContainerEndRule : IInventoryRule
{
    private static readonly Rule s_rule = new("container-crashes", "Crash loop or out of memory", FindingConfidence.Medium, ["T1499", "T1496"], "Its log around the times, and what took the memory.");

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers)
        {
            if (container.OomKilled == true)
                sink.Add(s_rule, FindingSeverity.Low, [container.DisplayName], "The kernel killed it for want of memory.", container.Origin, time: container.Finished?.Time);
            if (container.RestartCount >= 3)
                sink.Add(s_rule, FindingSeverity.Low, [container.DisplayName], string.Create(CultureInfo.InvariantCulture, $"The engine restarted it {container.RestartCount} times."), container.Origin, time: container.Finished?.Time);
        }
    }
}
